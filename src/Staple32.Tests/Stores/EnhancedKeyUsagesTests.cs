using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

public class EnhancedKeyUsagesTests
{
    private const string Server = "1.3.6.1.5.5.7.3.1", Client = "1.3.6.1.5.5.7.3.2", Mail = "1.3.6.1.5.5.7.3.4";

    [Fact]
    public void Without_extension_and_property_nothing_is_limited()
    {
        StoredCertificate element = Make();
        foreach (UsageSource source in Enum.GetValues<UsageSource>())
            Assert.Null(EnhancedKeyUsages.Of(element, source));
    }

    [Fact]
    public void Extension_and_property_together_allow_what_both_allow()
    {
        StoredCertificate element = Make(Server, Client);
        Set(element, EnhancedKeyUsages.Encode([Mail, Client]));
        Assert.Equal([Server, Client], EnhancedKeyUsages.Of(element, UsageSource.Extension));
        Assert.Equal([Mail, Client], EnhancedKeyUsages.Of(element, UsageSource.Property));
        Assert.Equal([Client], EnhancedKeyUsages.Of(element, UsageSource.Both));
        Set(element, EnhancedKeyUsages.Encode([Mail]));
        Assert.Empty(EnhancedKeyUsages.Of(element, UsageSource.Both)!);
        element.Properties.Set(PropertyIds.EnhancedKeyUsage, null);
        Assert.Equal([Server, Client], EnhancedKeyUsages.Of(element, UsageSource.Both));
        Assert.False(element.Properties.Contains(PropertyIds.EnhancedKeyUsage));
    }

    [Fact]
    public void The_property_is_an_encoded_list()
    {
        StoredCertificate element = Make();
        Set(element, EnhancedKeyUsages.WithPurpose(element, Server));
        Assert.Null(EnhancedKeyUsages.WithPurpose(element, Server));
        Assert.Equal("300A06082B06010505070301", Convert.ToHexString(element.Properties.Get(9)!.Value.Span));
        Set(element, EnhancedKeyUsages.WithPurpose(element, Mail));
        Assert.Equal([Server, Mail], EnhancedKeyUsages.Of(element, UsageSource.Property));
    }

    [Fact]
    public void Taking_away_the_last_purpose_leaves_none()
    {
        StoredCertificate element = Make();
        Assert.Null(EnhancedKeyUsages.WithoutPurpose(element, Server));
        Assert.Null(EnhancedKeyUsages.Of(element, UsageSource.Property));
        Set(element, EnhancedKeyUsages.Encode([Server, Mail]));
        Assert.Null(EnhancedKeyUsages.WithoutPurpose(element, Client));
        Assert.Equal([Server, Mail], EnhancedKeyUsages.Of(element, UsageSource.Property));
        Set(element, EnhancedKeyUsages.WithoutPurpose(element, Server));
        Set(element, EnhancedKeyUsages.WithoutPurpose(element, Mail));
        Assert.Empty(EnhancedKeyUsages.Of(element, UsageSource.Property)!);
    }

    [Fact]
    public void Several_certificates_are_good_for_what_all_are_good_for()
    {
        Assert.Null(EnhancedKeyUsages.OfAll([]));
        Assert.Null(EnhancedKeyUsages.OfAll([Make(), Make()]));
        Assert.Equal([Server, Client], EnhancedKeyUsages.OfAll([Make(Server, Client), Make()]));
        Assert.Equal([Client], EnhancedKeyUsages.OfAll([Make(Server, Client), Make(), Make(Client, Mail)]));
        Assert.Empty(EnhancedKeyUsages.OfAll([Make(Server), Make(Mail)])!);
    }

    [Fact]
    public void What_is_malformed_is_not_taken_for_unlimited()
    {
        var broken = new StoredCertificate(TestCertificate.Make("CN=a", extensions: new X509Extension("2.5.29.37", [0x05, 0x00], critical: false)));
        Assert.Throws<CertificateFormatException>(() => EnhancedKeyUsages.Of(broken, UsageSource.Both));
        StoredCertificate element = Make();
        element.Properties.Set(PropertyIds.EnhancedKeyUsage, new byte[] { 0x05, 0x00 });
        Assert.ThrowsAny<AsnContentException>(() => EnhancedKeyUsages.Of(element, UsageSource.Both));
    }

    private static void Set(StoredCertificate element, byte[]? value) => element.Properties.Set(PropertyIds.EnhancedKeyUsage, value!);

    private static StoredCertificate Make(params string[] purposes)
    {
        var list = new OidCollection();
        foreach (string purpose in purposes)
            list.Add(new Oid(purpose));
        return new StoredCertificate(TestCertificate.Make(
            "CN=a", extensions: purposes.Length == 0 ? [] : [new X509EnhancedKeyUsageExtension(list, critical: false)]));
    }
}
