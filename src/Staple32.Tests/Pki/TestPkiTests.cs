using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.Security;
using Xunit;

namespace Staple32.Tests.Pki;

/// <summary>The other side of the wire is right where it means to be: by BouncyCastle's own classes and by the framework's.</summary>
public class TestPkiTests
{
    private static readonly DateTimeOffset s_time = new(2024, 6, 15, 11, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(KeyKind.Rsa2048, false)]
    [InlineData(KeyKind.P256, true)]
    public void A_right_answer_is_right_to_bouncy_castle(KeyKind kind, bool delegated)
    {
        TestPki pki = TestPki.Of(kind, delegated);
        var response = new OcspResp(pki.Answer(s_time).Encode());
        Assert.Equal(0, response.Status);
        var basic = (BasicOcspResp)response.GetResponseObject();

        Assert.True(basic.Verify(PublicKeyFactory.CreateKey(pki.Signer.Key.PublicKeyInfo)));
        SingleResp single = Assert.Single(basic.Responses);
        Assert.Null(single.GetCertStatus());
        Assert.Equal(s_time.UtcDateTime, single.ThisUpdate.ToUniversalTime());
        Assert.Equal(new BigInteger(pki.Leaf.Serial), single.GetCertID().SerialNumber);
        Assert.True(single.GetCertID().MatchesIssuer(new Org.BouncyCastle.X509.X509CertificateParser().ReadCertificate(pki.Authority.Encoded)));
    }

    [Fact]
    public void An_error_answer_is_an_enumeration_in_a_sequence() =>
        Assert.Equal([0x30, 0x03, 0x0A, 0x01, 0x03], OcspAnswer.Error(3));

    [Theory]
    [InlineData(KeyKind.Rsa2048)]
    [InlineData(KeyKind.P256)]
    public void The_leaf_chains_to_its_authority(KeyKind kind)
    {
        TestPki pki = TestPki.Of(kind, delegated: true);
        using X509Certificate2 root = X509CertificateLoader.LoadCertificate(pki.Authority.Encoded);
        foreach (TestCertificate issued in (TestCertificate[])[pki.Leaf, pki.Signer])
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(issued.Encoded);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(root);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationTime = s_time.UtcDateTime;
            Assert.True(chain.Build(certificate), string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        }
    }

    [Fact]
    public void Keys_are_made_once() => Assert.Same(TestKey.Of(KeyKind.P256, "once"), TestKey.Of(KeyKind.P256, "once"));

    [Fact]
    public void Names_are_encoded_in_the_order_they_are_written()
    {
        Asn1Sequence name = Asn1Sequence.GetInstance(TestPki.Of(KeyKind.P256).Leaf.Subject);
        Assert.Equal(3, name.Count);
        Assert.Equal("CN=leaf.example, O=Staple32 tests, C=US", new X500DistinguishedName(name.GetDerEncoded()).Name);
    }
}
