using System.Text;
using Staple32.Retrieval;
using Staple32.Revocation;
using Staple32.Stores;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Revocation;

/// <summary>Complete CRLs of the issuer's: where they come from, and what makes one count.</summary>
public sealed class CrlCheckTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void A_CRL_in_a_store_is_enough()
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.With(Bench.Crl());
        RevocationVerdict verdict = _bench.Check(leaf);
        Assert.Equal((RevocationResult.Good, "", Bench.Recently), (verdict.Result, verdict.Detail, verdict.ThisUpdate));
        Assert.Same(_bench.Store.Crls[0], verdict.BaseCrl);
        Assert.Equal((null, -1, null), (verdict.DeltaCrl, verdict.EntryIndex, verdict.Response));
        Assert.Empty(_bench.Web.Asked);
    }

    [Fact]
    public void A_CRL_in_a_store_counts_for_certificates_that_name_no_place() =>
        Assert.Equal(RevocationResult.Good, _bench.With(Bench.Crl()).Check(Bench.Plain()).Result);

    [Fact]
    public void A_CRL_is_fetched_once_from_where_the_certificate_says()
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Revoking(Bench.Plain()).Revoking(leaf, reason: 1).Encode());
        RevocationVerdict verdict = _bench.Check(leaf);
        Assert.Equal((RevocationResult.Revoked, 1, 1, false), (verdict.Result, verdict.Reason, verdict.EntryIndex, verdict.IsEntryInDelta));
        Assert.Equal(new DateTimeOffset(2024, 5, 1, 0, 0, 0, TimeSpan.Zero), verdict.RevocationDate);
        Assert.Equal(Bench.CrlUrl + "\0", Encoding.Unicode.GetString(verdict.BaseCrl!.Properties.Get(PropertyIds.SourceUrl)!.Value.Span));

        Assert.Same(verdict.BaseCrl, _bench.Check(leaf).BaseCrl);
        Assert.Equal(RevocationResult.Good, _bench.Check(Bench.WithCrl()).Result);
        Assert.Equal([Bench.CrlUrl], _bench.Web.Asked);
        Assert.Equal((TimeSpan.FromSeconds(15), 100 * 1024 * 1024), (_bench.Web.Timeouts[0], _bench.Web.Limits[0]));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(10, 10)]
    public void The_reason_is_that_of_the_entry(int? written, int reason)
    {
        TestCertificate leaf = Bench.Plain();
        Assert.Equal(reason, _bench.With(Bench.Crl().Revoking(leaf, written)).Check(leaf).Reason);
    }

    [Fact]
    public void A_revocation_later_than_the_time_that_matters_does_not_count()
    {
        TestCertificate leaf = Bench.Plain();
        DateTimeOffset date = Bench.Now.AddDays(-1);
        _bench.With(Bench.Crl().Revoking(leaf, date: date));
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf, q => q with { TimeToUse = date.AddSeconds(-1) }).Result);
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf, q => q with { TimeToUse = date }).Result);
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf, q => q with { TimeToUse = Bench.Now }).Result);
    }

    /// <summary>A CRL that must not be used, and what remains then.</summary>
    public static readonly TheoryData<string, RevocationResult> Useless = new()
    {
        { "signed by another key", RevocationResult.Offline },
        { "a flipped signature", RevocationResult.Offline },
        { "MD5", RevocationResult.Offline },
        { "expired", RevocationResult.Offline },
        { "from the future", RevocationResult.Offline },
        { "an unknown critical extension", RevocationResult.Offline },
        { "an unknown critical extension in an entry", RevocationResult.Offline },
        { "a malformed scope", RevocationResult.Offline },
        { "a malformed number", RevocationResult.Offline },
        { "a malformed entry", RevocationResult.Offline },
        { "another issuer's", RevocationResult.NoCheck },
        { "a delta", RevocationResult.NoCheck },
        { "attribute certificates only", RevocationResult.NoCheck },
        { "authorities only", RevocationResult.NoCheck },
        { "another point's", RevocationResult.NoCheck },
    };

    [Theory]
    [MemberData(nameof(Useless))]
    public void A_CRL_that_does_not_hold_tells_nothing(string flaw, RevocationResult expected)
    {
        TestCertificate leaf = Bench.Plain();
        _bench.With(Flawed(flaw));
        Assert.Equal(expected, _bench.Check(leaf).Result);
        // Nor does it stand in the way of one that does.
        _bench.With((Bench.Crl() with { ThisUpdate = Bench.Recently.AddHours(-1) }).Revoking(leaf));
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf).Result);
    }

    [Theory]
    [MemberData(nameof(Useless))]
    public void Nor_does_one_that_was_fetched(string flaw, RevocationResult inStore)
    {
        Assert.NotEqual(RevocationResult.Good, inStore);
        TestCertificate leaf = Bench.Plain(TestCrl.Points(Bench.CrlUrl, "http://other.example/ca.crl"));
        _bench.Web.Put(Bench.CrlUrl, Flawed(flaw).Encode());
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        _bench.Web.Put("http://other.example/ca.crl", Bench.Crl().Revoking(leaf).Encode());
        _bench.Time.Advance(ObjectFetcher.Pause);
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf).Result);
    }

    [Fact]
    public void A_forgery_is_not_remembered_for_longer_than_a_moment()
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, Flawed("signed by another key").Encode());
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Encode());
        _bench.Time.Advance(ObjectFetcher.Pause - TimeSpan.FromTicks(1));
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        Assert.Single(_bench.Web.Asked);
        _bench.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf).Result);
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf).Result);
        Assert.Equal(2, _bench.Web.Asked.Count);
    }

    [Fact]
    public void A_remembered_CRL_that_has_expired_is_fetched_anew()
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Encode());
        _bench.Check(leaf);
        DateTimeOffset end = Bench.Recently.AddDays(7);
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf, q => q with { Now = end }).Result);
        Assert.Single(_bench.Web.Asked);
        _bench.Web.Put(Bench.CrlUrl, (Bench.Crl() with { ThisUpdate = end }).Revoking(leaf).Encode());
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf, q => q with { Now = end.AddSeconds(1) }).Result);
        Assert.Equal(2, _bench.Web.Asked.Count);
    }

    [Fact]
    public void Without_the_network_only_what_is_remembered_counts()
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Encode());
        RevocationQuestion Cached(RevocationQuestion q) => q with { Options = RevocationOptions.CacheOnly };
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf, Cached).Result);
        Assert.Empty(_bench.Web.Asked);
        _bench.Check(leaf);
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf, Cached).Result);
    }

    [Fact]
    public void What_is_remembered_can_be_too_old_for_a_caller()
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Encode());
        _bench.Check(leaf);
        DateTimeOffset then = _bench.Time.GetUtcNow();
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        _bench.Check(leaf, q => q with { Resync = then.AddSeconds(-1) });
        Assert.Single(_bench.Web.Asked);
        _bench.Check(leaf, q => q with { Resync = then });
        Assert.Equal(2, _bench.Web.Asked.Count);
    }

    [Fact]
    public void A_CRL_without_nextUpdate_does_not_expire() =>
        Assert.Equal(RevocationResult.Good, _bench.With(Bench.Crl() with { Validity = null, ThisUpdate = Bench.Now.AddYears(-9) }).Check(Bench.Plain()).Result);

    [Theory]
    [InlineData(0, RevocationResult.Good)]
    [InlineData(300, RevocationResult.Good)]
    [InlineData(301, RevocationResult.Offline)]
    public void A_clock_may_be_wrong_by_five_minutes(int seconds, RevocationResult expected) =>
        Assert.Equal(expected, _bench.With(Bench.Crl() with { ThisUpdate = Bench.Now.AddSeconds(seconds) }).Check(Bench.Plain()).Result);

    [Fact]
    public void Age_can_count_in_place_of_nextUpdate()
    {
        _bench.With(Bench.Crl() with { ThisUpdate = Bench.Now.AddDays(-8) });
        Assert.Equal(RevocationResult.Offline, _bench.Check(Bench.Plain()).Result);
        Assert.Equal(RevocationResult.Good, _bench.Check(Bench.Plain(), q => q with { MaxAge = TimeSpan.FromDays(8) }).Result);
        Assert.Equal(RevocationResult.Offline, _bench.Check(Bench.Plain(), q => q with { MaxAge = TimeSpan.FromDays(8) - TimeSpan.FromSeconds(1) }).Result);
    }

    [Fact]
    public void A_fresher_CRL_is_fetched_if_the_remembered_one_is_too_old_for_a_caller()
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Encode());
        _bench.Check(leaf);
        _bench.Web.Put(Bench.CrlUrl, (Bench.Crl() with { ThisUpdate = Bench.Now }).Revoking(leaf).Encode());
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf, q => q with { MaxAge = TimeSpan.FromHours(1) }).Result);
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf, q => q with { MaxAge = TimeSpan.FromMinutes(59) }).Result);
    }

    [Fact]
    public void Of_several_CRLs_the_newest_counts()
    {
        TestCertificate leaf = Bench.Plain();
        TestCrl earlier = Bench.Crl() with { ThisUpdate = Bench.Recently.AddHours(-1) };
        _bench.With(earlier, Bench.Crl().Revoking(leaf), earlier with { ThisUpdate = Bench.Recently.AddHours(-2) });
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf).Result);
    }

    [Fact]
    public void A_root_is_looked_for_in_its_own_CRL()
    {
        _bench.With(Bench.Crl().Revoking(Bench.Authority));
        Assert.Equal(RevocationResult.Revoked, _bench.Check(Bench.Authority).Result);
    }

    [Fact]
    public void A_certificate_of_another_issuer_with_the_same_serial_number_is_not_meant()
    {
        TestCertificate other = TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=Another authority", IsAuthority = true });
        TestCertificate leaf = Bench.Plain();
        _bench.With(new TestCrl { Signer = other, ThisUpdate = Bench.Recently }.Revoking(leaf), Bench.Crl());
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf).Result);
    }

    [Fact]
    public void URLs_are_tried_in_order_and_at_most_five_of_them()
    {
        TestCertificate leaf = Bench.Plain(TestCrl.Points([.. Enumerable.Range(0, 20).Select(i => $"http://{i}.example/")]));
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        Assert.Equal(["http://0.example/", "http://1.example/", "http://2.example/", "http://3.example/", "http://4.example/"], _bench.Web.Asked);

        TestCertificate other = Bench.Plain(TestCrl.Points("http://0.example/", "ldap://1.example/", "http://5.example/", "http://6.example/"));
        _bench.Web.Put("http://5.example/", Bench.Crl().Encode());
        Assert.Equal(RevocationResult.Good, _bench.Check(other).Result);
        Assert.Equal("http://5.example/", _bench.Web.Asked[^1]);
    }

    [Fact]
    public void A_place_that_the_library_does_not_fetch_from_is_a_place_all_the_same() =>
        Assert.Equal(RevocationResult.Offline, _bench.Check(Bench.Plain(TestCrl.Points("ldap://x.example/cn=ca?certificateRevocationList"))).Result);

    [Fact]
    public void A_malformed_extension_names_no_place()
    {
        TestCertificate leaf = Bench.Plain(new TestExtension("2.5.29.31", false, [0x30, 0x03, 0x02, 0x01, 0x01]));
        Assert.Equal(RevocationResult.NoCheck, _bench.Check(leaf).Result);
        Assert.Equal(RevocationResult.Good, _bench.With(Bench.Crl()).Check(leaf).Result);
    }

    private static TestCrl Flawed(string flaw)
    {
        var unknown = new TestExtension("1.2.3.4", true, [0x05, 0x00]);
        TestCrl crl = Bench.Crl();
        return flaw switch
        {
            "signed by another key" => crl with { SigningKey = TestKey.Of(KeyKind.P256, "stranger"), KeyIdentifier = false },
            "a flipped signature" => crl with { Tamper = signature => [.. signature[..^1], (byte)(signature[^1] ^ 1)] },
            "MD5" => crl with { SigningKey = TestKey.Of(KeyKind.Rsa2048, "stranger"), SignatureAlgorithm = "MD5withRSA", KeyIdentifier = false },
            "expired" => crl with { ThisUpdate = Bench.Now.AddDays(-7).AddSeconds(-1) },
            "from the future" => crl with { ThisUpdate = Bench.Now.AddMinutes(6) },
            "an unknown critical extension" => crl with { Extensions = [unknown] },
            "an unknown critical extension in an entry" => crl with { Entries = [new TestCrlEntry([1]) { Extensions = [unknown] }] },
            "a malformed scope" => crl with { IssuingDistributionPoint = [0x04, 0x00] },
            "a malformed number" => crl with { Number = null, Extensions = [new TestExtension("2.5.29.20", false, [0x05, 0x00])] },
            "a malformed entry" => crl with
            {
                IssuingDistributionPoint = TestCrl.Scope(indirect: true),
                Entries = [new TestCrlEntry([1]) { Extensions = [new TestExtension("2.5.29.29", true, [0x05, 0x00])] }],
            },
            "another issuer's" => crl with { Issuer = TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=Another" }).Subject },
            "a delta" => crl with { BaseNumber = 9 },
            "attribute certificates only" => crl with { IssuingDistributionPoint = TestCrl.Scope(attributes: true) },
            "authorities only" => crl with { IssuingDistributionPoint = TestCrl.Scope(authorities: true) },
            "another point's" => crl with { IssuingDistributionPoint = TestCrl.Scope("http://crl.example/another") },
            _ => throw new ArgumentOutOfRangeException(nameof(flaw)),
        };
    }
}
