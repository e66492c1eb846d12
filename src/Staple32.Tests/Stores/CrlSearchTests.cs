using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Staple32.Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

public class CrlSearchTests
{
    private static readonly byte[] s_identifier = [1, 2, 3, 4];
    private static readonly ECDsa s_key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly Certificate s_issuer = Issuer(s_key);

    [Theory]
    [InlineData("CN=ca", true)]
    [InlineData("CN=CA", false)]
    [InlineData("CN=other", false)]
    public void The_issuers_name_is_compared_byte_for_byte(string name, bool isFound) =>
        Assert.Equal(isFound, Matches(TestCrl.Make(name), CrlFilters.None));

    [Fact]
    public void Without_an_issuer_anybodys_match()
    {
        Predicate<StoredCrl> any = CrlSearch.ByIssuer(null, null, CrlFilters.Signature | CrlFilters.KeyIdentifier);
        Assert.True(any(new StoredCrl(TestCrl.Make("CN=anybody"))));
    }

    [Theory]
    [InlineData(CrlFilters.Delta, true, true)]
    [InlineData(CrlFilters.Delta, false, false)]
    [InlineData(CrlFilters.Base, true, false)]
    [InlineData(CrlFilters.Base, false, true)]
    [InlineData(CrlFilters.Base | CrlFilters.Delta, true, true)]
    [InlineData(CrlFilters.Base | CrlFilters.Delta, false, true)]
    public void Deltas_and_complete_ones_can_be_told_apart(CrlFilters filters, bool isDelta, bool isFound) =>
        Assert.Equal(isFound, Matches(TestCrl.Make("CN=ca", isDelta: isDelta), filters));

    [Fact]
    public void Only_the_issuers_signature_counts_if_asked_for()
    {
        Assert.True(Matches(TestCrl.Make("CN=ca", key: s_key), CrlFilters.Signature));
        CertificateRevocationList bySomebody = TestCrl.Make("CN=ca");
        Assert.True(Matches(bySomebody, CrlFilters.None));
        Assert.False(Matches(bySomebody, CrlFilters.Signature));
    }

    [Fact]
    public void A_key_identifier_must_be_the_issuers_if_there_is_one()
    {
        Assert.True(Matches(TestCrl.Make("CN=ca"), CrlFilters.KeyIdentifier));
        Assert.True(Matches(TestCrl.Make("CN=ca", keyIdentifier: s_identifier), CrlFilters.KeyIdentifier));
        CertificateRevocationList ofAnotherKey = TestCrl.Make("CN=ca", keyIdentifier: [9]);
        Assert.False(Matches(ofAnotherKey, CrlFilters.KeyIdentifier));
        Assert.True(Matches(ofAnotherKey, CrlFilters.None));
    }

    [Fact]
    public void Strong_properties_tell_the_signature_and_the_issuers_key()
    {
        var list = new StoredCrl(TestCrl.Make("CN=ca"));
        StrongProperties.Set(list, TestCertificate.Make("CN=ca"));
        Assert.Equal([89u, 94u], list.Properties.Ids);
        Assert.Equal("ECDSA/SHA256\0", Encoding.Unicode.GetString(list.Properties.Get(89)!.Value.Span));
        Assert.Equal(256, BitConverter.ToInt32(list.Properties.Get(94)!.Value.Span));
    }

    private static bool Matches(CertificateRevocationList list, CrlFilters filters) =>
        CrlSearch.ByIssuer(s_issuer.Subject, s_issuer, filters)(new StoredCrl(list));

    private static Certificate Issuer(ECDsa key)
    {
        var request = new CertificateRequest("CN=ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(s_identifier, critical: false));
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return Certificate.Parse(made.RawData);
    }
}
