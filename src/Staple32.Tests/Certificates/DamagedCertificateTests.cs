using FsCheck;
using FsCheck.Fluent;
using Staple32.Certificates;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Certificates;

/// <summary>However a certificate is damaged, only the one exception that is documented comes out.</summary>
public class DamagedCertificateTests
{
    private static readonly TestCertificate s_issuer = TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=Root", IsAuthority = true });

    // Everything that the library reads is in it.
    private static readonly TestCertificate s_rich = s_issuer.Issue(new CertificateSpec
    {
        Subject = "C=US,O=Example+OU=Two,CN=leaf",
        PathLength = 1,
        ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.1"],
        OcspUrls = ["http://a.test/"],
        IssuerUrls = ["http://b.test/"],
        DnsNames = ["leaf.example"],
        MustStaple = true,
    });

    [Fact]
    public void Only_the_documented_exception_comes_out() =>
        Prop.ForAll(Mutation.Some(), mutations => ReadsOrThrows(Mutation.Apply(s_rich.Encoded, mutations)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Random_bytes_are_refused() =>
        Prop.ForAll<byte[]>(bytes => !Certificate.TryParse(bytes, out _)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void No_flipped_bit_survives_the_signature()
    {
        for (int bit = 0; bit < s_rich.Encoded.Length * 8; bit++)
        {
            byte[] damaged = s_rich.Encoded.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            // A signature that ends in a 0 bit may call that bit unused: whoever verifies refuses it for the count alone.
            if (!Certificate.TryParse(damaged, out Certificate? parsed) || parsed.SignatureUnusedBits != 0)
                continue;
            SignatureVerdict verdict = SignatureVerifier.Verify(
                s_issuer.Parsed.PublicKey, parsed.SignatureAlgorithm, parsed.ToBeSigned.Span, parsed.Signature.Span);
            Assert.True(verdict != SignatureVerdict.Valid, $"bit {bit}");
        }
    }

    private static bool ReadsOrThrows(byte[] encoded)
    {
        try
        {
            Certificate certificate = Certificate.Parse(encoded);
            _ = DistinguishedName.ToText(certificate.Subject);
            _ = DistinguishedName.Equal(certificate.Subject.Span, s_rich.Subject);
            _ = SignatureVerifier.Verify(certificate.PublicKey, certificate.SignatureAlgorithm, [1, 2, 3], certificate.Signature.Span);
            _ = certificate.IsSelfIssued;
            _ = certificate.BasicConstraints;
            _ = certificate.KeyUsage;
            _ = certificate.ExtendedKeyUsage;
            _ = certificate.SubjectKeyIdentifier;
            _ = certificate.AuthorityKeyIdentifier;
            _ = certificate.AuthorityInformationAccess;
            _ = certificate.IsMustStaple;
            return true;
        }
        catch (CertificateFormatException)
        {
            return true;
        }
    }
}
