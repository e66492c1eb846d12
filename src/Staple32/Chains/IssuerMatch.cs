using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Chains;

/// <summary>
/// How closely a possible issuer fits what a certificate says about its issuer. The name must always match (RFC 5280
/// section 6.1.3); the authority key identifier tells which of several certificates of that name is meant.
/// </summary>
internal sealed class IssuerMatch
{
    private readonly ReadOnlyMemory<byte>? _keyIdentifierExtension;
    private readonly ReadOnlyMemory<byte>? _issuerName;
    private readonly ReadOnlyMemory<byte>? _serialNumber;

    public IssuerMatch(PathCertificate subject)
    {
        if (subject.AuthorityKeyIdentifier is not { } identifier)
            return;
        if (identifier.KeyIdentifier is { } key && key.Length is > 0 and < 128)
            _keyIdentifierExtension = OctetString(key.Span);
        if (identifier.IssuerDirectoryName is { } name && identifier.SerialNumber is { } serial)
        {
            _issuerName = name;
            _serialNumber = serial;
        }
    }

    /// <summary>One of the three Has…MatchIssuer bits for a certificate whose subject is the right name.</summary>
    public TrustInfo KindOf(Certificate issuer)
    {
        if (_serialNumber is { } serial
            && issuer.SerialNumber.Span.SequenceEqual(serial.Span)
            && DistinguishedName.Equal(issuer.Issuer.Span, _issuerName!.Value.Span))
        {
            return TrustInfo.HasExactMatchIssuer;
        }

        // Compared with the whole extension value: nothing of a candidate that may be one of thousands is parsed.
        if (_keyIdentifierExtension is { } expected
            && issuer.FindExtension(Oids.SubjectKeyIdentifier) is { } found
            && found.Value.Span.SequenceEqual(expected.Span))
        {
            return TrustInfo.HasKeyMatchIssuer;
        }

        return TrustInfo.HasNameMatchIssuer;
    }

    /// <summary>Whether a match of that kind is as good as the certificate's own indications make possible.</summary>
    public bool IsPreferred(TrustInfo kind) => kind switch
    {
        TrustInfo.HasExactMatchIssuer => true,
        TrustInfo.HasKeyMatchIssuer => true,
        _ => _keyIdentifierExtension is null && _serialNumber is null,
    };

    private static byte[] OctetString(ReadOnlySpan<byte> contents)
    {
        byte[] encoded = new byte[contents.Length + 2];
        encoded[0] = 0x04;
        encoded[1] = (byte)contents.Length;
        contents.CopyTo(encoded.AsSpan(2));
        return encoded;
    }
}
