using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Staple32.Certificates;
using Staple32.Stores;
using Staple32.Tests.Certificates;
using Xunit;

namespace Staple32.Tests.Stores;

public class FactsOfCertificatesTests
{
    [Theory]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void The_signature_hash_is_the_digest_of_the_signed_part_and_the_algorithm_has_its_cng_name(string hash)
    {
        using RSA key = RSA.Create(2048);
        StoredCertificate element = SelfSigned(new CertificateRequest("CN=a", key, new HashAlgorithmName(hash), RSASignaturePadding.Pkcs1));
        using IncrementalHash digest = IncrementalHash.CreateHash(new HashAlgorithmName(hash));
        digest.AppendData(element.Certificate.ToBeSigned.Span);
        Assert.Equal(digest.GetHashAndReset(), Value(element, PropertyIds.SignatureHash));
        Assert.Equal($"RSA/{hash}\0", Text(element, PropertyIds.SignatureHashAlgorithm));
    }

    [Fact]
    public void A_pss_signature_has_the_digest_of_its_parameters()
    {
        using RSA key = RSA.Create(2048);
        StoredCertificate element = SelfSigned(new CertificateRequest("CN=a", key, HashAlgorithmName.SHA384, RSASignaturePadding.Pss));
        Assert.Equal(SHA384.HashData(element.Certificate.ToBeSigned.Span), Value(element, PropertyIds.SignatureHash));
        Assert.Equal("RSA/SHA384\0", Text(element, PropertyIds.SignatureHashAlgorithm));
    }

    [Theory]
    [InlineData("1.2.840.10045.3.1.7", 256)]
    [InlineData("1.3.132.0.34", 384)]
    [InlineData("1.3.132.0.35", 521)]
    public void An_elliptic_key_is_as_long_as_the_field_of_its_curve(string curve, int bits)
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromValue(curve));
        StoredCertificate element = SelfSigned(new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256));
        Assert.Equal(bits, BinaryPrimitives.ReadInt32LittleEndian(Value(element, PropertyIds.SubjectPublicKeyBitLength)));
        Assert.Equal($"ECDSA/{bits}\0", Text(element, PropertyIds.PublicKeyAlgorithmBitLength));
        Assert.Equal("ECDSA/SHA256\0", Text(element, PropertyIds.SignatureHashAlgorithm));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(3072)]
    public void An_rsa_key_is_as_long_as_its_modulus(int bits)
    {
        using RSA key = RSA.Create(bits);
        StoredCertificate element = SelfSigned(new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal(bits, BinaryPrimitives.ReadInt32LittleEndian(Value(element, PropertyIds.SubjectPublicKeyBitLength)));
        Assert.Equal($"RSA/{bits}\0", Text(element, PropertyIds.PublicKeyAlgorithmBitLength));
    }

    [Fact]
    public void Names_keys_and_serial_numbers_have_their_hashes()
    {
        var element = new StoredCertificate(TestCertificate.Make("CN=subject", [0x01, 0x02], "CN=issuer"));
        Certificate certificate = element.Certificate;
        byte[] issuerAndSerial = [.. new X500DistinguishedName("CN=issuer").RawData, 0x02, 0x01];
        Assert.Equal(MD5.HashData(new X500DistinguishedName("CN=subject").RawData), Value(element, PropertyIds.SubjectNameMd5Hash));
        Assert.Equal(MD5.HashData(issuerAndSerial), Value(element, PropertyIds.IssuerSerialNumberMd5Hash));
        Assert.Equal(MD5.HashData(certificate.PublicKey.Key.Span), Value(element, PropertyIds.SubjectPublicKeyMd5Hash));
        Assert.Equal(SHA256.HashData(certificate.PublicKey.Encoded.Span), Value(element, PropertyIds.PinSha256Hash));
    }

    [Fact]
    public void Subject_information_access_is_the_extension_if_there_is_one()
    {
        byte[] access = [0x30, 0x00];
        var with = new StoredCertificate(TestCertificate.Make("CN=a", extensions: new X509Extension("1.3.6.1.5.5.7.1.11", access, critical: false)));
        Assert.Equal(access, Value(with, PropertyIds.SubjectInfoAccess));
        Assert.Null(ComputedProperties.Get(new StoredCertificate(TestCertificate.Make("CN=a")), PropertyIds.SubjectInfoAccess));
    }

    [Theory]
    [InlineData(24u)]
    [InlineData(94u)]
    [InlineData(95u)]
    [InlineData(96u)]
    [InlineData(98u)]
    public void What_only_the_issuer_or_a_root_programme_knows_is_absent_until_it_is_set(uint id)
    {
        var element = new StoredCertificate(TestCertificate.Make("CN=a"));
        Assert.Null(ComputedProperties.Get(element, id));
        element.Properties.Set(id, new byte[] { 1 });
        Assert.Equal([1], Value(element, id));
    }

    [Fact]
    public void What_is_computed_is_never_taken_over_by_another_encoding()
    {
        uint[] computed = [3, 4, 15, 20, 25, 28, 29, 80, 89, 92, 93, 107, 121, 124, 129];
        Assert.Equal(computed, Enumerable.Range(0, 200).Select(id => (uint)id).Where(ComputedProperties.Knows));
    }

    [Fact]
    public void A_crl_has_the_facts_of_its_signature()
    {
        using var authority = new CrlTestAuthority("CN=CA");
        var element = new StoredCrl(CertificateRevocationList.Parse(authority.Sign(static _ => { })));
        Assert.Equal(SHA256.HashData(element.List.ToBeSigned.Span), ComputedProperties.Get(element, PropertyIds.SignatureHash)!.Value.ToArray());
        Assert.Equal("RSA/SHA256\0", Encoding.Unicode.GetString(ComputedProperties.Get(element, PropertyIds.SignatureHashAlgorithm)!.Value.Span));
        Assert.Null(ComputedProperties.Get(element, PropertyIds.SubjectNameMd5Hash));
    }

    private static StoredCertificate SelfSigned(CertificateRequest request)
    {
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        return new StoredCertificate(Certificate.Parse(made.RawData));
    }

    private static byte[] Value(StoredCertificate element, uint id) => ComputedProperties.Get(element, id)!.Value.ToArray();

    private static string Text(StoredCertificate element, uint id) => Encoding.Unicode.GetString(Value(element, id));
}
