using System.Security.Cryptography;
using Staple32.Ocsp;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Ocsp;

public class OcspRequestTests
{
    [Theory]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void A_request_carries_one_plain_cert_id_that_a_responder_reads_back(string hash)
    {
        TestPki pki = TestPki.Of(KeyKind.Rsa2048);
        SingleAnswer expected = SingleAnswer.About(pki.Leaf, pki.Authority, default, hash);

        CertId id = CertId.Create(pki.Leaf.Parsed, pki.Authority.Parsed, new HashAlgorithmName(hash));
        TestRequest read = TestRequest.Read(OcspRequest.Encode(id));

        Assert.Equal(expected.HashOid, read.HashOid);
        Assert.Equal(expected.IssuerNameHash, read.IssuerNameHash);
        Assert.Equal(expected.IssuerKeyHash, read.IssuerKeyHash);
        Assert.Equal(pki.Leaf.Serial, read.Serial);
        Assert.Equal(read.HashOid, id.HashOid);
        Assert.Equal(read.Serial, id.SerialNumber.ToArray());
    }

    [Fact]
    public void A_sha1_request_has_the_very_bytes_that_openssl_sends()
    {
        // What openssl ocsp -no_nonce -issuer ... -cert ... -reqout ... writes for such a serial number.
        TestPki pki = TestPki.Of(KeyKind.P256);
        TestCertificate leaf = pki.Authority.Issue(new CertificateSpec { Serial = [0x00, 0xFF, 0x01] });
        byte[] request = OcspRequest.Encode(CertId.Create(leaf.Parsed, pki.Authority.Parsed, HashAlgorithmName.SHA1));
        byte[] name = SHA1.HashData(pki.Authority.Subject), key = pki.Authority.Key.Sha1;

        byte[] expected =
        [
            0x30, 0x44, 0x30, 0x42, 0x30, 0x40, 0x30, 0x3E, 0x30, 0x3C,
            0x30, 0x09, 0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A, 0x05, 0x00,
            0x04, 0x14, .. name, 0x04, 0x14, .. key, 0x02, 0x03, 0x00, 0xFF, 0x01,
        ];
        Assert.Equal(expected, request);
    }

    [Fact]
    public void A_digest_that_ocsp_does_not_use_is_an_argument_error()
    {
        TestPki pki = TestPki.Of(KeyKind.P256);
        Assert.Throws<ArgumentException>(() => CertId.Create(pki.Leaf.Parsed, pki.Authority.Parsed, HashAlgorithmName.MD5));
    }
}
