using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

// The extensions that the library acts on: absent is null, malformed throws at each access.
public sealed partial class CertificateRevocationList
{
    /// <summary>Whether it only lists changes since another one (RFC 5280 5.2.4).</summary>
    public bool IsDelta => FindExtension(Oids.DeltaCrlIndicator) is not null;

    /// <summary>Which certificates the CRL speaks of (RFC 5280 5.2.5), null if of all of its issuer's.</summary>
    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    public IssuingDistributionPoint? IssuingDistributionPoint =>
        FindExtension(Oids.IssuingDistributionPoint) is { } extension ? IssuingDistributionPoint.Parse(extension.Value, Issuer) : null;

    /// <summary>Which of its issuer's keys signed it (RFC 5280 5.2.1).</summary>
    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    public AuthorityKeyIdentifier? AuthorityKeyIdentifier
    {
        get
        {
            if (FindExtension(Oids.AuthorityKeyIdentifier) is not { } extension)
                return null;
            try
            {
                return AuthorityKeyIdentifier.Read(extension.Value);
            }
            catch (AsnContentException e)
            {
                throw new CertificateFormatException($"malformed authority key identifier of a CRL: {e.Describe()}", e);
            }
        }
    }

    /// <summary>The encoded <see cref="IssuingDistributionPoint"/>, empty if there is none.</summary>
    internal ReadOnlyMemory<byte> EncodedScope => FindExtension(Oids.IssuingDistributionPoint)?.Value ?? default;

    /// <summary>The extension of that name, or null.</summary>
    public CertificateExtension? FindExtension(string oid) => CertificateExtension.Find(_extensions, oid);
}
