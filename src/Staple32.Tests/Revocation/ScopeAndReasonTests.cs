using Staple32.Certificates;
using Staple32.Retrieval;
using Staple32.Revocation;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Revocation;

/// <summary>CRLs that speak of some certificates, of some reasons, or of other issuers' certificates (RFC 5280 5.2.5, 6.3.3).</summary>
public sealed class ScopeAndReasonTests
{
    private const RevocationReasons Keys = RevocationReasons.KeyCompromise | RevocationReasons.AuthorityCompromise;
    private const RevocationReasons Rest = RevocationReasons.All & ~Keys;

    private static readonly TestCertificate s_lister = TestCertificate.SelfSigned(new CertificateSpec
    {
        Subject = "CN=Lister of others' certificates",
        IsAuthority = true,
    });

    private readonly Bench _bench = new();

    [Theory]
    [InlineData(false, true, false, RevocationResult.Revoked)]
    [InlineData(false, false, true, RevocationResult.NoCheck)]
    [InlineData(true, true, false, RevocationResult.NoCheck)]
    [InlineData(true, false, true, RevocationResult.Revoked)]
    public void CRLs_of_users_and_of_authorities(bool isAuthority, bool onlyUsers, bool onlyAuthorities, RevocationResult expected)
    {
        TestCertificate subject = Bench.Authority.Issue(new CertificateSpec { Subject = "CN=Subject", IsAuthority = isAuthority });
        _bench.With((Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope(users: onlyUsers, authorities: onlyAuthorities) }).Revoking(subject));
        Assert.Equal(expected, _bench.Check(subject).Result);
    }

    [Fact]
    public void A_CRL_of_one_point_counts_for_certificates_of_that_point()
    {
        TestCertificate here = Bench.Plain(TestCrl.Points(Bench.CrlUrl));
        TestCertificate there = Bench.Plain(TestCrl.Points("http://crl.example/there.crl"));
        _bench.With((Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope(Bench.CrlUrl) }).Revoking(here).Revoking(there));
        Assert.Equal(RevocationResult.Revoked, _bench.Check(here).Result);
        Assert.Equal(RevocationResult.Offline, _bench.Check(there).Result);
        Assert.Equal(RevocationResult.NoCheck, _bench.Check(Bench.Plain()).Result);
    }

    [Fact]
    public void A_CRL_of_another_point_is_no_use_where_it_is_found()
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, (Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope("http://crl.example/another.crl") }).Encode());
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
    }

    [Fact]
    public void Some_reasons_are_not_enough_to_be_good()
    {
        TestCertificate leaf = Bench.Plain();
        _bench.With(Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope(reasons: Keys) });
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        _bench.With(Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope(reasons: Rest), ThisUpdate = Bench.Recently.AddHours(-5) });
        RevocationVerdict verdict = _bench.Check(leaf);
        Assert.Equal((RevocationResult.Good, Bench.Recently.AddHours(-5)), (verdict.Result, verdict.ThisUpdate));
    }

    [Fact]
    public void Any_reason_is_enough_to_be_revoked()
    {
        TestCertificate leaf = Bench.Plain();
        _bench.With((Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope(reasons: Keys) }).Revoking(leaf, reason: 1));
        Assert.Equal((RevocationResult.Revoked, 1), (_bench.Check(leaf).Result, _bench.Check(leaf).Reason));
    }

    [Fact]
    public void Points_for_different_reasons_are_all_looked_at()
    {
        const string Other = "http://crl.example/rest.crl";
        TestCertificate leaf = Bench.Plain(TestCrl.Points(TestCrl.Point(Bench.CrlUrl, reasons: Keys), TestCrl.Point(Other, reasons: Rest)));
        _bench.Web.Put(Bench.CrlUrl, (Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope(Bench.CrlUrl, reasons: Keys) }).Encode());
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        TestCrl rest = Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope(Other, reasons: Rest) };
        _bench.Web.Put(Other, rest.Encode());
        _bench.Time.Advance(ObjectFetcher.Pause);
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf).Result);

        var second = new Bench();
        second.Web.Put(Bench.CrlUrl, (Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope(Bench.CrlUrl, reasons: Keys) }).Encode());
        second.Web.Put(Other, rest.Revoking(leaf, reason: 4).Encode());
        Assert.Equal((RevocationResult.Revoked, 4), (second.Check(leaf).Result, second.Check(leaf).Reason));
    }

    [Fact]
    public void A_point_for_some_reasons_limits_a_CRL_for_all()
    {
        TestCertificate leaf = Bench.Plain(TestCrl.Points(TestCrl.Point(Bench.CrlUrl, reasons: Keys)));
        _bench.Web.Put(Bench.CrlUrl, (Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope(Bench.CrlUrl) }).Encode());
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
    }

    [Fact]
    public void A_mirror_is_not_asked_when_the_first_has_told_all()
    {
        TestCertificate leaf = Bench.Plain(TestCrl.Points(Bench.CrlUrl, "http://mirror.example/ca.crl"));
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Encode());
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf).Result);
        Assert.Equal([Bench.CrlUrl], _bench.Web.Asked);
    }

    [Theory]
    [InlineData(true, true, RevocationResult.Revoked)]
    [InlineData(true, false, RevocationResult.Good)]
    [InlineData(false, true, RevocationResult.Offline)]
    public void An_indirect_CRL_lists_certificates_by_issuer(bool isIndirect, bool isOurs, RevocationResult expected)
    {
        TestCertificate leaf = Bench.Plain(TestCrl.Points(TestCrl.Point(Bench.CrlUrl, crlIssuer: s_lister.Subject)));
        var crl = new TestCrl { Signer = s_lister, ThisUpdate = Bench.Recently, IssuingDistributionPoint = isIndirect ? TestCrl.Scope(indirect: true) : null };
        byte[] issuer = isOurs ? Bench.Authority.Subject : TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=A third" }).Subject;
        _bench.Web.Put(Bench.CrlUrl, crl.Revoking(leaf, issuer: issuer).Encode());
        _bench.Having(s_lister);
        Assert.Equal(expected, _bench.Check(leaf, q => q with { SignerJudge = signer => signer }).Result);
    }

    [Fact]
    public void An_entry_without_issuer_is_of_the_issuer_before_it()
    {
        TestCertificate leaf = Bench.Plain(TestCrl.Points(TestCrl.Point(crlIssuer: s_lister.Subject)));
        byte[] third = TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=A third" }).Subject;
        var crl = new TestCrl { Signer = s_lister, ThisUpdate = Bench.Recently, IssuingDistributionPoint = TestCrl.Scope(indirect: true) };
        _bench.Having(s_lister);
        RevocationResult Among(TestCrl one)
        {
            var bench = new Bench().Having(s_lister).With(one);
            return bench.Check(leaf, q => q with { SignerJudge = signer => signer }).Result;
        }

        // Without any it is the signer's own.
        Assert.Equal(RevocationResult.Good, Among(crl.Revoking(leaf)));
        Assert.Equal(RevocationResult.Revoked, Among(crl.Revoking(Bench.Plain(), issuer: Bench.Authority.Subject).Revoking(leaf)));
        Assert.Equal(RevocationResult.Good, Among(crl.Revoking(Bench.Plain(), issuer: third).Revoking(leaf)));
        RevocationVerdict both = new Bench().Having(s_lister)
            .With(crl.Revoking(leaf, reason: 1, issuer: third).Revoking(Bench.Plain()).Revoking(leaf, reason: 3, issuer: Bench.Authority.Subject))
            .Check(leaf, q => q with { SignerJudge = signer => signer });
        Assert.Equal((RevocationResult.Revoked, 3, 2), (both.Result, both.Reason, both.EntryIndex));
    }

    [Fact]
    public void Another_CRL_issuer_counts_only_if_the_certificate_names_it()
    {
        var crl = new TestCrl { Signer = s_lister, ThisUpdate = Bench.Recently, IssuingDistributionPoint = TestCrl.Scope(indirect: true) };
        _bench.Having(s_lister).With(crl);
        Assert.Equal(RevocationResult.NoCheck, _bench.Check(Bench.Plain(), q => q with { SignerJudge = signer => signer }).Result);
    }

    [Fact]
    public void A_certificate_that_leaves_it_to_another_CRL_issuer_is_not_looked_for_at_its_own()
    {
        TestCertificate leaf = Bench.Plain(TestCrl.Points(TestCrl.Point(Bench.CrlUrl, crlIssuer: s_lister.Subject)));
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Encode());
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
    }
}
