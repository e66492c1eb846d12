using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>One extension of a certificate, a CRL entry or an OCSP response (RFC 5280 4.1, RFC 6960 4.4).</summary>
/// <param name="Oid">What it is, dotted.</param>
/// <param name="Critical">Whether a reader that does not understand it must refuse the whole.</param>
/// <param name="Value">The contents of the OCTET STRING, which is DER by itself.</param>
public readonly record struct CertificateExtension(string Oid, bool Critical, ReadOnlyMemory<byte> Value)
{
    // Below this a nested loop over the names already read is cheaper than a set.
    private const int FewExtensions = 16;

    /// <summary>
    /// Reads an Extensions value. One that holds an extension twice is refused (RFC 5280 4.2): readers would differ about which
    /// counts. An empty one, which RFC 5280 does not allow either, misleads nobody.
    /// </summary>
    /// <exception cref="AsnContentException">Not Extensions.</exception>
    internal static CertificateExtension[] ReadAll(ref DerReader reader)
    {
        DerReader sequence = reader.ReadSequence();
        DerReader counting = sequence;
        int count = 0;
        for (; counting.HasData; count++)
            counting.ReadEncoded();
        var extensions = new CertificateExtension[count];
        HashSet<string>? seen = count > FewExtensions ? new HashSet<string>(count, StringComparer.Ordinal) : null;
        for (int i = 0; i < count; i++)
        {
            CertificateExtension extension = Read(ref sequence);
            if (seen is null ? Find(extensions.AsSpan(0, i), extension.Oid) is not null : !seen.Add(extension.Oid))
                throw new AsnContentException($"extension {extension.Oid} occurs twice");
            extensions[i] = extension;
        }
        return extensions;
    }

    /// <summary>The extension of that name, or null.</summary>
    internal static CertificateExtension? Find(ReadOnlySpan<CertificateExtension> extensions, string oid)
    {
        foreach (ref readonly CertificateExtension extension in extensions)
        {
            if (extension.Oid == oid)
                return extension;
        }
        return null;
    }

    private static CertificateExtension Read(ref DerReader reader)
    {
        DerReader inside = reader.ReadSequence();
        string oid = inside.ReadOid();
        // DER wants a FALSE left out; CAs that write it are tolerated as everywhere.
        bool critical = inside.NextIs(Asn1Tag.Boolean) && inside.ReadBoolean();
        ReadOnlyMemory<byte> value = inside.ReadOctetString();
        inside.ExpectEnd();
        return new CertificateExtension(oid, critical, value);
    }
}
