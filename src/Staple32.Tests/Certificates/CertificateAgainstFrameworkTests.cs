using System.Security.Cryptography.X509Certificates;
using Staple32.Certificates;
using Xunit;

namespace Staple32.Tests.Certificates;

/// <summary>What the parser reads is what the framework's parser reads, for every certificate the machine trusts.</summary>
public class CertificateAgainstFrameworkTests
{
    private const string Bundle = "/etc/ssl/certs/ca-certificates.crt";

    [Fact]
    public void Every_trusted_root_reads_as_the_framework_reads_it()
    {
        foreach (X509Certificate2 peer in TrustedRoots())
        {
            Certificate certificate = Certificate.Parse(peer.RawData);
            AssertSame(peer, certificate);
        }
    }

    [Fact]
    public void Every_trusted_root_that_signs_itself_verifies_with_its_own_key()
    {
        foreach (X509Certificate2 peer in TrustedRoots())
        {
            Certificate root = Certificate.Parse(peer.RawData);
            if (!root.IsSelfIssued)
                continue;
            SignatureVerdict verdict = SignatureVerifier.Verify(
                root.PublicKey, root.SignatureAlgorithm, root.ToBeSigned.Span, root.Signature.Span);
            Assert.True(verdict == SignatureVerdict.Valid, $"{peer.Subject}: {verdict}");
        }
    }

    private static X509Certificate2Collection TrustedRoots()
    {
        var roots = new X509Certificate2Collection();
        if (File.Exists(Bundle))
            roots.ImportFromPemFile(Bundle);
        return roots;
    }

    private static void AssertSame(X509Certificate2 peer, Certificate certificate)
    {
        Assert.Equal(peer.Version - 1, certificate.Version);
        Assert.Equal(peer.SerialNumberBytes.ToArray(), certificate.SerialNumber.ToArray());
        Assert.Equal(peer.SubjectName.RawData, certificate.Subject.ToArray());
        Assert.Equal(peer.IssuerName.RawData, certificate.Issuer.ToArray());
        // The framework asks OpenSSL for names that Windows does not know.
        string subject = peer.Subject.Replace("organizationIdentifier=", "OID.2.5.4.97=", StringComparison.Ordinal);
        Assert.Equal(subject, DistinguishedName.ToText(certificate.Subject));
        Assert.Equal(peer.NotBefore.ToUniversalTime(), certificate.NotBefore.UtcDateTime);
        Assert.Equal(peer.NotAfter.ToUniversalTime(), certificate.NotAfter.UtcDateTime);
        Assert.Equal(peer.SignatureAlgorithm.Value, certificate.SignatureAlgorithm.Oid);
        Assert.Equal(peer.PublicKey.ExportSubjectPublicKeyInfo(), certificate.PublicKey.Encoded.ToArray());
        Assert.Equal(peer.GetKeyAlgorithm(), certificate.PublicKey.Algorithm.Oid);
        Assert.Equal(peer.GetPublicKey(), certificate.PublicKey.Key.ToArray());
        Assert.Equal(peer.GetCertHash(), certificate.Sha1Thumbprint.ToArray());
        Assert.Equal(peer.Extensions.Count, certificate.Extensions.Count);
        for (int i = 0; i < peer.Extensions.Count; i++)
        {
            Assert.Equal(peer.Extensions[i].Oid!.Value, certificate.Extensions[i].Oid);
            Assert.Equal(peer.Extensions[i].Critical, certificate.Extensions[i].Critical);
            Assert.Equal(peer.Extensions[i].RawData, certificate.Extensions[i].Value.ToArray());
            AssertSame(peer.Extensions[i], certificate);
        }
    }

    private static void AssertSame(X509Extension peer, Certificate certificate)
    {
        switch (peer)
        {
            case X509BasicConstraintsExtension constraints:
                Assert.Equal(constraints.CertificateAuthority, certificate.BasicConstraints!.IsAuthority);
                Assert.Equal(constraints.HasPathLengthConstraint, certificate.BasicConstraints.PathLength is not null);
                Assert.Equal(constraints.PathLengthConstraint, certificate.BasicConstraints.PathLength ?? 0);
                break;
            case X509KeyUsageExtension usage:
                Assert.Equal(usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature), certificate.KeyUsage!.Value.HasFlag(KeyUsages.DigitalSignature));
                Assert.Equal(usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign), certificate.KeyUsage.Value.HasFlag(KeyUsages.KeyCertSign));
                Assert.Equal(usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign), certificate.KeyUsage.Value.HasFlag(KeyUsages.CrlSign));
                break;
            case X509EnhancedKeyUsageExtension purposes:
                Assert.Equal(purposes.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>().Select(oid => oid.Value), certificate.ExtendedKeyUsage);
                break;
            case X509SubjectKeyIdentifierExtension identifier:
                Assert.Equal(identifier.SubjectKeyIdentifierBytes.ToArray(), certificate.SubjectKeyIdentifier!.Value.ToArray());
                break;
            case X509AuthorityKeyIdentifierExtension identifier:
                Assert.Equal(identifier.KeyIdentifier?.ToArray(), certificate.AuthorityKeyIdentifier!.KeyIdentifier?.ToArray());
                Assert.Equal(identifier.SerialNumber?.ToArray(), certificate.AuthorityKeyIdentifier.SerialNumber?.ToArray());
                Assert.Equal(identifier.NamedIssuer?.RawData, certificate.AuthorityKeyIdentifier.IssuerDirectoryName?.ToArray());
                break;
            case X509AuthorityInformationAccessExtension access:
                Assert.Equal(access.EnumerateOcspUris(), certificate.AuthorityInformationAccess!.OcspUrls);
                Assert.Equal(access.EnumerateCAIssuersUris(), certificate.AuthorityInformationAccess.IssuerUrls);
                break;
        }
    }
}
