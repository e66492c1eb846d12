using Staple32.Retrieval;
using Staple32.Revocation;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Revocation;

/// <summary>Complete CRLs brought up to date by deltas (RFC 5280 5.2.4, 5.2.6, 6.3.3).</summary>
public sealed class DeltaTests
{
    private static readonly DateTimeOffset s_yesterday = Bench.Now.AddDays(-1);

    private readonly Bench _bench = new();

    private static TestCrl Base => Bench.Crl() with { ThisUpdate = s_yesterday, Number = 10 };

    private static TestCrl Delta => Bench.Crl() with { Number = 12, BaseNumber = 10 };

    [Fact]
    public void A_delta_at_hand_adds_to_its_base()
    {
        TestCertificate leaf = Bench.Plain();
        _bench.With(Base, Delta.Revoking(Bench.Plain()).Revoking(leaf, reason: 3));
        RevocationVerdict verdict = _bench.Check(leaf);
        Assert.Equal((RevocationResult.Revoked, 3, 1, true), (verdict.Result, verdict.Reason, verdict.EntryIndex, verdict.IsEntryInDelta));
        Assert.True(verdict.DeltaCrl!.List.IsDelta);
        Assert.False(verdict.BaseCrl!.List.IsDelta);
        Assert.Equal(Bench.Recently, verdict.ThisUpdate);
    }

    [Fact]
    public void What_the_base_lists_counts_if_the_delta_does_not_mention_it()
    {
        TestCertificate leaf = Bench.Plain();
        RevocationVerdict verdict = _bench.With(Base.Revoking(leaf), Delta).Check(leaf);
        Assert.Equal((RevocationResult.Revoked, 0, false), (verdict.Result, verdict.EntryIndex, verdict.IsEntryInDelta));
        Assert.NotNull(verdict.DeltaCrl);
    }

    [Theory]
    [InlineData(8, RevocationResult.Good)]
    [InlineData(1, RevocationResult.Revoked)]
    public void A_delta_can_lift_a_hold(int reason, RevocationResult expected)
    {
        TestCertificate leaf = Bench.Plain();
        _bench.With(Base.Revoking(leaf, reason: 6), Delta.Revoking(leaf, reason: reason));
        Assert.Equal(expected, _bench.Check(leaf).Result);
    }

    [Fact]
    public void A_delta_alone_is_no_answer() =>
        Assert.Equal(RevocationResult.NoCheck, _bench.With(Delta).Check(Bench.Plain()).Result);

    public static readonly TheoryData<string> Misfits =
        ["of a later base", "expired", "without number", "signed with another key", "of another scope", "of another key identifier", "with an unknown critical extension"];

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_delta_that_does_not_fit_is_passed_over(string flaw)
    {
        TestCertificate leaf = Bench.Plain();
        TestCrl delta = Delta.Revoking(leaf);
        _bench.With(Base, flaw switch
        {
            "of a later base" => delta with { BaseNumber = 11 },
            "expired" => delta with { ThisUpdate = Bench.Now.AddDays(-8) },
            "without number" => delta with { Number = null },
            "signed with another key" => delta with { SigningKey = TestKey.Of(KeyKind.P256, "stranger") },
            "of another scope" => delta with { IssuingDistributionPoint = TestCrl.Scope(users: true) },
            "of another key identifier" => delta with { KeyIdentifier = false },
            _ => delta with { Extensions = [new TestExtension("1.2.3.4", true, [0x05, 0x00])] },
        });
        RevocationVerdict verdict = _bench.Check(leaf);
        Assert.Equal((RevocationResult.Good, null), (verdict.Result, verdict.DeltaCrl));
    }

    [Fact]
    public void A_delta_may_be_to_an_earlier_base() =>
        Assert.Equal(RevocationResult.Good, _bench.With(Base.Revoking(Bench.Plain()), Delta with { BaseNumber = 3 }).Check(Bench.Plain()).Result);

    [Theory]
    [InlineData(10)]
    [InlineData(9)]
    public void A_delta_that_is_not_newer_adds_nothing(int number)
    {
        TestCertificate leaf = Bench.Plain();
        RevocationVerdict verdict = _bench.With(Base, (Delta with { Number = number, BaseNumber = 5 }).Revoking(leaf)).Check(leaf);
        Assert.Equal((RevocationResult.Good, null, s_yesterday), (verdict.Result, verdict.DeltaCrl, verdict.ThisUpdate));
    }

    [Fact]
    public void Of_several_deltas_the_newest_counts()
    {
        TestCertificate leaf = Bench.Plain();
        _bench.With(Base, Delta with { ThisUpdate = Bench.Recently.AddHours(-3), Number = 11 }, Delta.Revoking(leaf));
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf).Result);
    }

    [Fact]
    public void A_base_that_is_too_old_is_good_enough_for_a_delta_that_is_not()
    {
        TestCertificate leaf = Bench.Plain();
        TestCrl old = Base with { ThisUpdate = Bench.Now.AddDays(-8) };
        Assert.Equal(RevocationResult.Offline, new Bench().With(old).Check(leaf).Result);
        Assert.Equal(RevocationResult.Good, new Bench().With(old, Delta).Check(leaf).Result);
        Assert.Equal(RevocationResult.Revoked, new Bench().With(old.Revoking(leaf), Delta).Check(leaf).Result);
        Assert.Equal(RevocationResult.Offline, new Bench().With(old, Delta with { BaseNumber = 11 }).Check(leaf).Result);
    }

    [Fact]
    public void The_delta_makes_the_age()
    {
        _bench.With(Base, Delta);
        Assert.Equal(RevocationResult.Good, _bench.Check(Bench.Plain(), q => q with { MaxAge = TimeSpan.FromHours(1) }).Result);
        Assert.Equal(RevocationResult.Offline, _bench.Check(Bench.Plain(), q => q with { MaxAge = TimeSpan.FromMinutes(59) }).Result);
    }

    [Fact]
    public void A_delta_is_fetched_from_where_the_base_says()
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, (Base with { Freshest = [Bench.DeltaUrl] }).Encode());
        _bench.Web.Put(Bench.DeltaUrl, Delta.Revoking(leaf).Encode());
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf).Result);
        Assert.Equal(RevocationResult.Good, _bench.Check(Bench.WithCrl()).Result);
        Assert.Equal([Bench.CrlUrl, Bench.DeltaUrl], _bench.Web.Asked);
    }

    [Fact]
    public void A_delta_is_fetched_from_where_the_certificate_says()
    {
        TestCertificate leaf = Bench.Plain(TestCrl.Points(Bench.CrlUrl), TestCrl.FreshestPoints(Bench.DeltaUrl));
        _bench.Web.Put(Bench.CrlUrl, Base.Encode());
        _bench.Web.Put(Bench.DeltaUrl, Delta.Revoking(leaf).Encode());
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf).Result);
    }

    public static readonly TheoryData<string> MissingDeltas = ["not there", "not a delta", "expired", "of a later base", "signed with another key"];

    [Theory]
    [MemberData(nameof(MissingDeltas))]
    public void Without_the_delta_that_it_promises_a_base_says_nothing(string flaw)
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, (Base with { Freshest = [Bench.DeltaUrl] }).Encode());
        TestCrl? delta = flaw switch
        {
            "not there" => null,
            "not a delta" => Delta with { BaseNumber = null },
            "expired" => Delta with { ThisUpdate = Bench.Now.AddDays(-8) },
            "of a later base" => Delta with { BaseNumber = 11 },
            _ => Delta with { SigningKey = TestKey.Of(KeyKind.P256, "stranger"), KeyIdentifier = false },
        };
        if (delta is not null)
            _bench.Web.Put(Bench.DeltaUrl, delta.Encode());
        RevocationVerdict verdict = _bench.Check(leaf);
        Assert.Equal(RevocationResult.Offline, verdict.Result);
        Assert.EndsWith("its delta cannot be had", verdict.Detail);

        _bench.Web.Put(Bench.DeltaUrl, Delta.Encode());
        _bench.Time.Advance(ObjectFetcher.Pause);
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf).Result);
    }

    [Fact]
    public void A_base_that_is_newer_than_its_delta_needs_none()
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, (Base with { Freshest = [Bench.DeltaUrl] }).Encode());
        _bench.Web.Put(Bench.DeltaUrl, (Delta with { Number = 10, BaseNumber = 7 }).Encode());
        RevocationVerdict verdict = _bench.Check(leaf);
        Assert.Equal((RevocationResult.Good, null), (verdict.Result, verdict.DeltaCrl));
    }

    [Fact]
    public void The_numbers_may_be_longer_than_a_machine_word()
    {
        TestCertificate leaf = Bench.Plain();
        TestExtension Number(string oid, bool critical, byte last) => new(oid, critical, [0x02, 0x14, 0x01, .. new byte[18], last]);
        TestCrl wide = Base with { Number = null, Extensions = [Number("2.5.29.20", false, 1)] };
        TestCrl delta = Delta.Revoking(leaf) with { Number = null, BaseNumber = null };
        Assert.Equal(RevocationResult.Revoked, new Bench().With(wide, delta with { Extensions = [Number("2.5.29.20", false, 2), Number("2.5.29.27", true, 1)] }).Check(leaf).Result);
        Assert.Equal(RevocationResult.Good, new Bench().With(wide, delta with { Extensions = [Number("2.5.29.20", false, 3), Number("2.5.29.27", true, 2)] }).Check(leaf).Result);
    }
}
