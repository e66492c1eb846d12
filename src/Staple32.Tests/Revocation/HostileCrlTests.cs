using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Staple32.Certificates;
using Staple32.Retrieval;
using Staple32.Revocation;
using Staple32.Stores;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Revocation;

/// <summary>CRLs that are large, many, or rubbish: bounded time, and never an exception.</summary>
public sealed class HostileCrlTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void A_million_entries_are_searched_once()
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, LargeCrl.Encode(1_000_000, leaf.Serial));
        RevocationVerdict verdict = _bench.Check(leaf);
        Assert.Equal((RevocationResult.Revoked, 1_000_000), (verdict.Result, verdict.EntryIndex));

        // A thousand further certificates of the same CA: had each to look at every entry, this would take minutes.
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < 1000; i++)
            Assert.Equal(RevocationResult.Good, _bench.Check(s_others[i % s_others.Length]).Result);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_large_CRL_with_a_wrong_signature_is_not_tried_with_every_key()
    {
        // 10 MB, and forty certificates of the issuer's name that could have signed it.
        TestCertificate[] crowd = Enumerable.Range(0, 40).Select(i => TestCertificate.SelfSigned(new CertificateSpec
        {
            SubjectEncoded = Bench.Authority.Subject,
            IsAuthority = true,
            KeyIdentifiers = false,
            Key = TestKey.Of(KeyKind.P256, $"crowd {i}"),
        })).ToArray();
        byte[] crl = LargeCrl.Encode(500_000, [1], TestKey.Of(KeyKind.P256, "stranger"));
        Assert.True(crl.Length > 10_000_000);
        _bench.Having(crowd).Store.TryAdd(CertificateRevocationList.Parse(crl), null, AddDisposition.Always, out _);
        int judged = 0;
        RevocationVerdict verdict = _bench.Check(Bench.Plain(), q => q with
        {
            SignerJudge = _ =>
            {
                judged++;
                return null;
            },
        });
        Assert.Equal((RevocationResult.Offline, 0), (verdict.Result, judged));
    }

    [Fact]
    public void Many_CRLs_of_one_issuer_cost_a_bounded_number_of_signatures()
    {
        TestCertificate leaf = Bench.Plain();
        TestCrl forged = Bench.Crl() with { SigningKey = TestKey.Of(KeyKind.P256, "stranger"), KeyIdentifier = false };
        // Newer than the right one: only so many are looked at before it.
        for (int i = 1; i < RevocationLimits.MaxSignatures; i++)
            _bench.With(forged with { ThisUpdate = Bench.Recently.AddSeconds(i) });
        _bench.With(Bench.Crl().Revoking(leaf));
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf).Result);

        var crowded = new Bench();
        for (int i = 1; i <= RevocationLimits.MaxSignatures; i++)
            crowded.With(forged with { ThisUpdate = Bench.Recently.AddSeconds(i) });
        crowded.With(Bench.Crl());
        Assert.Equal(RevocationResult.Offline, crowded.Check(Bench.Plain()).Result);
    }

    [Fact]
    public void Damaged_CRLs_never_throw_and_never_pass()
    {
        TestCertificate leaf = Bench.WithCrl();
        byte[] good = (Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope(Bench.CrlUrl, reasons: RevocationReasons.All) })
            .Revoking(Bench.Plain(), 1).Revoking(leaf, 3).Encode();
        Prop.ForAll(Mutation.Some(), mutations =>
        {
            byte[] damaged = Mutation.Apply(good, mutations);
            var bench = new Bench();
            bench.Web.Put(Bench.CrlUrl, damaged);
            RevocationResult expected = damaged.AsSpan().SequenceEqual(good) ? RevocationResult.Revoked : RevocationResult.Offline;
            Assert.Equal(expected, bench.Check(leaf).Result);
            if (CertificateRevocationList.TryParse(damaged, out CertificateRevocationList? list))
                _ = CrlFacts.Of(list).Entries();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Damage_before_signing_is_judged_without_an_exception()
    {
        // A hostile CA signs nonsense: the mutation is inside what is signed, so nothing but the parser stands in its way.
        TestCertificate leaf = Bench.WithCrl();
        TestCrl crl = (Bench.Crl() with { IssuingDistributionPoint = TestCrl.Scope(Bench.CrlUrl, indirect: true), Freshest = [Bench.DeltaUrl] })
            .Revoking(Bench.Plain(), 1, issuer: Bench.Authority.Subject).Revoking(leaf, 3);
        TestCrl delta = Bench.Crl() with { Number = 12, BaseNumber = 10, IssuingDistributionPoint = crl.IssuingDistributionPoint };
        var seen = new HashSet<RevocationResult>();
        Prop.ForAll(Mutation.Some(), mutations =>
        {
            var bench = new Bench();
            bench.Web.Put(Bench.CrlUrl, (crl with { MutateData = data => Mutation.Apply(data, mutations) }).Encode());
            bench.Web.Put(Bench.DeltaUrl, (delta with { MutateData = data => Mutation.Apply(data, mutations) }).Encode());
            seen.Add(bench.Check(leaf).Result);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
        Assert.Contains(RevocationResult.Offline, seen);
        Assert.Contains(RevocationResult.Revoked, seen);
        Assert.DoesNotContain(RevocationResult.NoCheck, seen);
    }

    [Fact]
    public void What_is_no_CRL_is_not_remembered()
    {
        TestCertificate leaf = Bench.WithCrl();
        foreach (byte[] rubbish in (byte[][])[[], [0x30], new byte[100_000], Bench.Authority.Encoded, "<html>"u8.ToArray()])
        {
            _bench.Web.Put(Bench.CrlUrl, rubbish);
            Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
            _bench.Time.Advance(ObjectFetcher.Pause);
        }

        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf, q => q with { Options = RevocationOptions.CacheOnly }).Result);
    }

    private static readonly TestCertificate[] s_others = Enumerable.Range(0, 10).Select(_ => Bench.WithCrl()).ToArray();
}
