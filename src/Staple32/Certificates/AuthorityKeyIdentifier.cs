using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>Which key, or which certificate, issued this one (RFC 5280 4.2.1.1). Hints for finding the issuer, not proof.</summary>
/// <param name="KeyIdentifier">The issuer's SubjectKeyIdentifier, null if absent.</param>
/// <param name="Issuer">The GeneralNames of the issuer's issuer, one GeneralName after the other in DER; null if absent.</param>
/// <param name="SerialNumber">The issuer's serial number, contents octets; null if absent.</param>
public sealed record AuthorityKeyIdentifier(
    ReadOnlyMemory<byte>? KeyIdentifier, ReadOnlyMemory<byte>? Issuer, ReadOnlyMemory<byte>? SerialNumber)
{
    private const int DirectoryNameTag = 4;

    /// <summary>The first directoryName of <see cref="Issuer"/> as an encoded Name; null if there is none.</summary>
    public ReadOnlyMemory<byte>? IssuerDirectoryName { get; private init; }

    /// <exception cref="System.Formats.Asn1.AsnContentException">Not an AuthorityKeyIdentifier.</exception>
    internal static AuthorityKeyIdentifier Read(ReadOnlyMemory<byte> encoded)
    {
        var outer = new DerReader(encoded);
        DerReader inside = outer.ReadSequence();
        outer.ExpectEnd();

        ReadOnlyMemory<byte>? keyIdentifier = null, issuer = null, serialNumber = null, directoryName = null;
        if (inside.NextIs(DerReader.Context(0, constructed: false)))
            keyIdentifier = inside.ReadOctetString(DerReader.Context(0, constructed: false));
        if (inside.NextIs(DerReader.Context(1)))
        {
            DerReader names = inside.ReadSequence(DerReader.Context(1));
            issuer = names.Rest;
            directoryName = FindDirectoryName(names);
        }
        if (inside.NextIs(DerReader.Context(2, constructed: false)))
            serialNumber = inside.ReadInteger(DerReader.Context(2, constructed: false));
        inside.ExpectEnd();
        return new AuthorityKeyIdentifier(keyIdentifier, issuer, serialNumber) { IssuerDirectoryName = directoryName };
    }

    private static ReadOnlyMemory<byte>? FindDirectoryName(DerReader names)
    {
        ReadOnlyMemory<byte>? found = null;
        while (names.HasData)
        {
            if (found is null && names.NextIs(DerReader.Context(DirectoryNameTag)))
            {
                DerReader name = names.ReadSequence(DerReader.Context(DirectoryNameTag));
                found = name.ReadEncodedSequence();
                name.ExpectEnd();
            }
            else
            {
                names.ReadEncoded();
            }
        }
        return found;
    }
}
