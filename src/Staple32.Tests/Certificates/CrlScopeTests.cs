using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;
using Staple32.Certificates;
using Xunit;
using Bc = Org.BouncyCastle.Asn1.X509;

namespace Staple32.Tests.Certificates;

/// <summary>Which certificates a CRL speaks of (RFC 5280 5.2.5 and 6.3.3 (b)); the CRLs are BouncyCastle's.</summary>
public sealed class CrlScopeTests : IDisposable
{
    private readonly CrlTestAuthority _authority = new("CN=Revoking CA");
    private readonly CrlTestAuthority _other = new("CN=Another CA");

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_crl_without_limits_covers_the_certificates_of_its_issuer_only()
    {
        var list = CertificateRevocationList.Parse(_authority.Sign(_ => { }));
        Assert.True(list.Covers(_authority.Issue([1])));
        Assert.True(list.Covers(_authority.Issue([2], isAuthority: true)));
        Assert.False(list.Covers(_other.Issue([3])));
    }

    [Theory]
    [InlineData(true, false, false, true, false)]
    [InlineData(false, true, false, false, true)]
    [InlineData(false, false, true, false, false)]
    [InlineData(false, false, false, true, true)]
    public void Kinds_of_certificates_can_be_left_out(bool onlyUsers, bool onlyAuthorities, bool onlyAttributes, bool coversLeaf, bool coversAuthority)
    {
        var limits = new Bc.IssuingDistributionPoint(null, onlyUsers, onlyAuthorities, null, false, onlyAttributes);
        var list = CertificateRevocationList.Parse(_authority.SignLimited(limits));
        Assert.Equal(onlyUsers, list.IssuingDistributionPoint!.OnlyUserCertificates);
        Assert.Equal(onlyAuthorities, list.IssuingDistributionPoint.OnlyAuthorityCertificates);
        Assert.Equal(onlyAttributes, list.IssuingDistributionPoint.OnlyAttributeCertificates);
        Assert.Equal(coversLeaf, list.Covers(_authority.Issue([1])));
        Assert.Equal(coversAuthority, list.Covers(_authority.Issue([2], isAuthority: true)));
    }

    [Fact]
    public void A_crl_of_one_distribution_point_covers_the_certificates_that_name_the_point()
    {
        var limits = new Bc.IssuingDistributionPoint(
            Location("http://crl.example/1.crl"), false, false, new Bc.ReasonFlags(Bc.ReasonFlags.KeyCompromise), false, false);
        var list = CertificateRevocationList.Parse(_authority.SignLimited(limits));
        Assert.True(list.IssuingDistributionPoint!.OnlySomeReasons);
        Assert.True(list.Covers(_authority.Issue([1], points: Points(Location("http://crl.example/0.crl"), Location("http://crl.example/1.crl")))));
        Assert.False(list.Covers(_authority.Issue([2], points: Points(Location("http://crl.example/2.crl")))));
        Assert.False(list.Covers(_authority.Issue([3])));
    }

    [Fact]
    public void A_relative_name_is_completed_with_the_issuer()
    {
        var relative = new Bc.DistributionPointName(
            Bc.DistributionPointName.NameRelativeToCrlIssuer,
            new DerSet(new DerSequence(Bc.X509Name.OU, new DerUtf8String("Shard 4"))));
        var full = new Bc.DistributionPointName(new Bc.GeneralNames(new Bc.GeneralName(new Bc.X509Name("CN=Revoking CA, OU=shard 4"))));
        var limits = new Bc.IssuingDistributionPoint(relative, false, false, null, false, false);
        var list = CertificateRevocationList.Parse(_authority.SignLimited(limits));
        Assert.True(list.Covers(_authority.Issue([1], points: Points(relative))));
        // Directory names compare as RFC 5280 7.1 says, not octet by octet.
        Assert.True(list.Covers(_authority.Issue([2], points: Points(full))));
        Assert.False(list.Covers(_authority.Issue([3], points: Points(Location("http://crl.example/1.crl")))));
    }

    [Fact]
    public void An_indirect_crl_covers_whoever_names_its_issuer_and_keeps_the_issuers_apart()
    {
        var otherNames = new Bc.GeneralNames(new Bc.GeneralName(new Bc.X509Name(_other.Name)));
        byte[] encoded = _authority.Sign(generator =>
        {
            var limits = new Bc.IssuingDistributionPoint(null, false, false, null, true, false);
            generator.AddExtension(Bc.X509Extensions.IssuingDistributionPoint, true, limits);
            generator.AddCrlEntry(BigInteger.One, CrlTestAuthority.Start.UtcDateTime, 1);
            generator.AddCrlEntry(
                BigInteger.Two,
                CrlTestAuthority.Start.UtcDateTime,
                CrlTestAuthority.Extensions(Bc.X509Extensions.CertificateIssuer, true, otherNames));
            // Without a name of its own, the third belongs to the issuer of the second.
            generator.AddCrlEntry(BigInteger.Three, CrlTestAuthority.Start.UtcDateTime, 1);
        });
        var list = CertificateRevocationList.Parse(encoded);

        var named = new Bc.CrlDistPoint([new Bc.DistributionPoint(null, null, new Bc.GeneralNames(new Bc.GeneralName(new Bc.X509Name(_authority.Name))))]);
        Assert.True(list.Covers(_other.Issue([3], points: named)));
        Assert.False(list.Covers(_other.Issue([3])));

        Assert.Equal(0, IndexOf(list, 1, _authority));
        Assert.Equal(-1, IndexOf(list, 2, _authority));
        Assert.Equal(-1, IndexOf(list, 3, _authority));
        Assert.Equal(-1, IndexOf(list, 1, _other));
        Assert.Equal(1, IndexOf(list, 2, _other));
        Assert.Equal(2, IndexOf(list, 3, _other));
    }

    [Fact]
    public void Malformed_limits_are_an_error_and_not_a_yes()
    {
        byte[] limits = new Bc.IssuingDistributionPoint(null, true, false, null, false, false).GetDerEncoded();
        byte[] encoded = _authority.SignLimited(new DerSequence(new DerTaggedObject(false, 1, DerBoolean.True)));
        // A field number that does not exist.
        encoded[encoded.AsSpan().IndexOf(limits) + 2] = 0x87;
        var list = CertificateRevocationList.Parse(encoded);
        Assert.Throws<CertificateFormatException>(() => list.Covers(_authority.Issue([1])));
        Assert.Throws<CertificateFormatException>(() => list.Find([1], list.Issuer.Span, out _));
    }

    [Fact]
    public void Lists_of_names_that_would_take_minutes_to_compare_are_refused()
    {
        var names = new Asn1EncodableVector();
        for (int number = 0; number < 10_000; number++)
            names.Add(new Bc.GeneralName(Bc.GeneralName.UniformResourceIdentifier, $"http://crl.example/{number}"));
        var limits = new Bc.IssuingDistributionPoint(
            new Bc.DistributionPointName(Bc.GeneralNames.GetInstance(new DerSequence(names))), false, false, null, false, false);
        var list = CertificateRevocationList.Parse(_authority.SignLimited(limits));
        Assert.Throws<CertificateFormatException>(() => list.IssuingDistributionPoint);
    }

    private static int IndexOf(CertificateRevocationList list, byte serial, CrlTestAuthority issuer)
    {
        _ = list.Find([serial], issuer.Certificate.Subject.Span, out int index);
        return index;
    }

    private static Bc.DistributionPointName Location(string url) =>
        new(new Bc.GeneralNames(new Bc.GeneralName(Bc.GeneralName.UniformResourceIdentifier, url)));

    private static Bc.CrlDistPoint Points(params Bc.DistributionPointName[] names) =>
        new(Array.ConvertAll(names, name => new Bc.DistributionPoint(name, null, null)));
}
