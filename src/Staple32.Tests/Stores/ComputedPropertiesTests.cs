using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

public class ComputedPropertiesTests
{
    private static readonly byte[] s_statusRequest = [0x30, 0x03, 0x02, 0x01, 0x05];

    [Fact]
    public void Hashes_are_those_of_the_encoding()
    {
        var element = new StoredCertificate(TestCertificate.Make("CN=hashed"));
        ReadOnlySpan<byte> encoded = element.Certificate.Encoded.Span;
        Assert.Equal(SHA1.HashData(encoded), Value(element, PropertyIds.Sha1Hash));
        Assert.Equal(MD5.HashData(encoded), Value(element, PropertyIds.Md5Hash));
        Assert.Equal(SHA256.HashData(encoded), Value(element, PropertyIds.Sha256Hash));
        byte[] both = [.. SHA1.HashData(encoded), .. SHA256.HashData(encoded)];
        Assert.Equal(both, Value(element, PropertyIds.Sha1Sha256Hash));
    }

    [Fact]
    public void The_key_identifier_is_the_extension_where_there_is_one()
    {
        var extension = new X509SubjectKeyIdentifierExtension([1, 2, 3, 4], critical: false);
        var element = new StoredCertificate(TestCertificate.Make("CN=named", extensions: extension));
        Assert.Equal([1, 2, 3, 4], Value(element, PropertyIds.KeyIdentifier));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_usable_extension_the_key_identifier_is_the_hash_of_the_public_key_info(bool malformed)
    {
        X509Extension[] extensions = malformed ? [new X509Extension("2.5.29.14", [0x30, 0x00], critical: false)] : [];
        var element = new StoredCertificate(TestCertificate.Make("CN=unnamed", extensions: extensions));
        Assert.Equal(SHA1.HashData(element.Certificate.PublicKey.Encoded.Span), Value(element, PropertyIds.KeyIdentifier));
    }

    [Fact]
    public void Must_staple_is_one_byte_where_the_certificate_says_so_and_absent_elsewhere()
    {
        var feature = new X509Extension("1.3.6.1.5.5.7.1.24", s_statusRequest, critical: false);
        var broken = new X509Extension("1.3.6.1.5.5.7.1.24", [0x05, 0x00], critical: false);
        Assert.Equal([1], Value(new StoredCertificate(TestCertificate.Make("CN=a", extensions: feature)), PropertyIds.OcspMustStaple));
        Assert.Null(Value(new StoredCertificate(TestCertificate.Make("CN=a")), PropertyIds.OcspMustStaple));
        Assert.Null(Value(new StoredCertificate(TestCertificate.Make("CN=a", extensions: broken)), PropertyIds.OcspMustStaple));
    }

    [Theory]
    [InlineData(PropertyIds.AuthorityInfoAccess)]
    [InlineData(PropertyIds.OcspResponse)]
    [InlineData(0x8000)]
    public void What_nobody_set_and_nothing_tells_is_absent(uint id) =>
        Assert.Null(Value(new StoredCertificate(TestCertificate.Make("CN=bare")), id));

    [Fact]
    public void A_value_that_was_set_comes_before_the_computed_one_until_it_is_removed()
    {
        var element = new StoredCertificate(TestCertificate.Make("CN=overridden"));
        element.Properties.Set(PropertyIds.Sha1Hash, new byte[] { 7 });
        Assert.Equal([7], Value(element, PropertyIds.Sha1Hash));
        element.Properties.Set(PropertyIds.Sha1Hash, null);
        Assert.Equal(element.Certificate.Sha1Thumbprint.ToArray(), Value(element, PropertyIds.Sha1Hash));
    }

    [Fact]
    public void Getting_keeps_the_computed_value_and_peeking_leaves_no_trace()
    {
        var element = new StoredCertificate(TestCertificate.Make("CN=kept"));
        Assert.NotNull(ComputedProperties.Peek(element, PropertyIds.Sha1Hash));
        Assert.Empty(element.Properties.Ids);
        Assert.NotNull(ComputedProperties.Get(element, PropertyIds.Sha1Hash));
        Assert.Equal([PropertyIds.Sha1Hash], element.Properties.Ids);
    }

    private static byte[]? Value(StoredCertificate element, uint id) => ComputedProperties.Get(element, id)?.ToArray();
}
