using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

// The extensions that the library acts on: absent is null, malformed throws at each access, well-formed is kept.
public sealed partial class Certificate
{
    private const int TlsFeatureStatusRequest = 5;

    private BasicConstraints? _basicConstraints;
    private IReadOnlyList<string>? _extendedKeyUsage;
    private AuthorityKeyIdentifier? _authorityKeyIdentifier;
    private AuthorityInformationAccess? _authorityInformationAccess;

    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    public BasicConstraints? BasicConstraints => _basicConstraints ??= Read(Oids.BasicConstraints, Certificates.BasicConstraints.Read);

    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    public KeyUsages? KeyUsage => FindExtension(Oids.KeyUsage) is null ? null : Read(Oids.KeyUsage, ReadKeyUsage);

    /// <summary>The key purposes, dotted, in order.</summary>
    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    public IReadOnlyList<string>? ExtendedKeyUsage => _extendedKeyUsage ??= Read(Oids.ExtendedKeyUsage, ReadExtendedKeyUsage);

    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    public ReadOnlyMemory<byte>? SubjectKeyIdentifier =>
        FindExtension(Oids.SubjectKeyIdentifier) is null ? default(ReadOnlyMemory<byte>?) : Read(Oids.SubjectKeyIdentifier, ReadOctets);

    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    public AuthorityKeyIdentifier? AuthorityKeyIdentifier =>
        _authorityKeyIdentifier ??= Read(Oids.AuthorityKeyIdentifier, Certificates.AuthorityKeyIdentifier.Read);

    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    public AuthorityInformationAccess? AuthorityInformationAccess =>
        _authorityInformationAccess ??= Read(Oids.AuthorityInformationAccess, Certificates.AuthorityInformationAccess.Read);

    /// <summary>Whether the certificate demands a staple: TLS feature lists status_request (RFC 7633 4.2.1).</summary>
    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    public bool IsMustStaple => Read(Oids.TlsFeature, ListsStatusRequest);

    /// <summary>The extension of that name (dotted), or null.</summary>
    public CertificateExtension? FindExtension(string oid) => CertificateExtension.Find(_extensions, oid);

    private T? Read<T>(string oid, Func<ReadOnlyMemory<byte>, T> read)
    {
        if (FindExtension(oid) is not { } extension)
            return default;
        try
        {
            return read(extension.Value);
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"certificate extension {oid} is malformed: {e.Describe()}", e);
        }
    }

    private static KeyUsages ReadKeyUsage(ReadOnlyMemory<byte> encoded)
    {
        const int LastKeyUsage = 8;
        var reader = new DerReader(encoded);
        ReadOnlySpan<byte> octets = reader.ReadBitString(out _).Span;
        reader.ExpectEnd();
        return (KeyUsages)NamedBits.Read(octets, LastKeyUsage);
    }

    private static IReadOnlyList<string> ReadExtendedKeyUsage(ReadOnlyMemory<byte> encoded)
    {
        var outer = new DerReader(encoded);
        DerReader purposes = outer.ReadSequence();
        outer.ExpectEnd();
        var list = new List<string>();
        while (purposes.HasData)
            list.Add(purposes.ReadOid());
        return list.Count > 0 ? list.ToArray() : throw new AsnContentException("empty list of purposes");
    }

    private static ReadOnlyMemory<byte> ReadOctets(ReadOnlyMemory<byte> encoded)
    {
        var reader = new DerReader(encoded);
        ReadOnlyMemory<byte> octets = reader.ReadOctetString();
        reader.ExpectEnd();
        return octets;
    }

    private static bool ListsStatusRequest(ReadOnlyMemory<byte> encoded)
    {
        var outer = new DerReader(encoded);
        DerReader features = outer.ReadSequence();
        outer.ExpectEnd();
        bool found = false;
        while (features.HasData)
            found |= features.ReadInteger().Span is [TlsFeatureStatusRequest];
        return found;
    }
}
