using System.Diagnostics;
using Staple32.Chains;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Chains;

/// <summary>Certificates that came along with the end certificate are written by whoever sent it.</summary>
public sealed class HostileBagTests
{
    // Generous on purpose: what is tested is that the work is bounded, not how fast the machine is.
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(5);

    private static readonly TestCertificate s_root = TestPki.Root("Root");
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root);
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority);

    private static ChainResult BuildInTime(Case pki, TestCertificate end)
    {
        var clock = Stopwatch.StartNew();
        ChainResult result = pki.Build(end);
        Assert.True(clock.Elapsed < s_deadline, $"took {clock.Elapsed}");
        return result;
    }

    // More keys than a search may try, and many more certificates.
    private static TestCertificate[] Lookalikes(int keys, int each, Action<Spec>? change = null) =>
    [
        .. Enumerable.Range(0, keys).SelectMany(_ => TestPki.Crowd(TestPki.Authority("CA", s_root, change), each)),
    ];

    [Fact]
    public void Thousands_of_lookalikes_end_with_an_honest_status()
    {
        // No key identifiers, so that every single key would have to be tried.
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.Pointer = Pointer.None);
        Case pki = Case.Trusting(s_root).With(Lookalikes(keys: 200, each: 25, s => s.HasSubjectKeyIdentifier = false));
        ChainResult result = BuildInTime(pki, leaf);
        Assert.True(result.IsSearchCutShort);
        Assert.True((result.Status.Errors & (TrustErrors.NotSignatureValid | TrustErrors.PartialChain)) != 0, $"{result.Status}");
    }

    [Fact]
    public void The_true_issuer_among_thousands_is_found_by_its_key_identifier()
    {
        Case pki = Case.Trusting(s_root).With(Lookalikes(keys: 50, each: 50)).With(s_authority).With(Lookalikes(keys: 50, each: 50));
        BuildInTime(pki, s_leaf).Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void What_the_owner_of_the_engine_provides_is_tried_before_a_bag_of_perfect_imitations()
    {
        // Same name, same key, same key identifier and newer than the true one; each with an issuer that leads nowhere.
        TestCertificate nobody = TestPki.Root("Root");
        TestCertificate[] imitations =
        [
            .. TestPki.Crowd(
                TestPki.Authority("CA", nobody, s =>
                {
                    s.Key = s_authority.Key;
                    s.NotBefore = TestPki.Now.AddDays(-1);
                }),
                count: 5000),
        ];
        var clock = Stopwatch.StartNew();
        Case.Trusting(s_root).With(imitations)
            .Build(s_leaf, settings: s => s with { OtherStores = [Case.StoreOf(s_authority)] })
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
        Assert.True(clock.Elapsed < s_deadline, $"took {clock.Elapsed}");
    }

    [Fact]
    public void A_trusted_root_is_tried_before_a_bag_of_its_imitations()
    {
        TestCertificate[] imitations =
        [
            .. Enumerable.Range(0, 5).SelectMany(i => TestPki.Crowd(
                TestPki.Authority("Root", TestPki.Root($"Nobody {i}"), s => s.Key = s_root.Key), count: 1000)),
        ];
        BuildInTime(Case.Trusting(s_root).With(imitations).With(s_authority), s_leaf)
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void A_mesh_of_cross_certificates_does_not_multiply_the_work()
    {
        // Every CA of a level has issued every CA of the next: width to the power of depth paths, none of them trusted.
        const int Width = 6;
        const int Depth = 6;
        TestCertificate[] upper = [.. Enumerable.Range(0, Width).Select(i => TestPki.Root($"0/{i}", s => s.SigningKey = TestPki.NewKey()))];
        var bag = new List<TestCertificate>(upper);
        for (int level = 1; level <= Depth; level++)
        {
            TestCertificate[] lower =
            [
                .. Enumerable.Range(0, Width).Select(i => TestPki.Authority($"{level}/{i}", upper[0])),
            ];
            bag.AddRange(lower);
            for (int i = 0; i < Width; i++)
            {
                for (int j = 1; j < Width; j++)
                    bag.Add(TestPki.Authority($"{level}/{i}", upper[j], s => s.Key = lower[i].Key));
            }

            upper = lower;
        }

        TestCertificate leaf = TestPki.Leaf("leaf", upper[0]);
        ChainResult result = BuildInTime(Case.Trusting(s_root).With([.. bag]), leaf);
        Assert.True(result.IsSearchCutShort);
        Assert.NotEqual(TrustErrors.None, result.Status.Errors);
    }

    [Fact]
    public void Each_limit_by_itself_ends_the_search_with_a_result()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.Pointer = Pointer.None);
        Case pki = Case.Trusting().With(Lookalikes(keys: 20, each: 1, s => s.HasSubjectKeyIdentifier = false)).With(s_authority, s_root);
        foreach (SearchLimits limits in new[]
        {
            SearchLimits.Default with { Signatures = 0 },
            SearchLimits.Default with { Signatures = 1 },
            SearchLimits.Default with { Signatures = 21 },
            SearchLimits.Default with { Depth = 1 },
            SearchLimits.Default with { Candidates = 1 },
            SearchLimits.Default with { Steps = 0 },
            SearchLimits.Default with { Steps = 1 },
            SearchLimits.Default with { Paths = 1 },
        })
        {
            ChainResult result = pki.Build(leaf, r => r with { Limits = limits });
            Assert.Same(leaf.Certificate, result.Chains[0].Elements[0].Certificate.Certificate);
            Assert.NotEqual(TrustErrors.None, result.Status.Errors);
        }
    }

    [Fact]
    public void A_second_search_of_the_same_engine_verifies_nothing_again()
    {
        var engine = new ChainEngine(new ChainEngineSettings(Case.StoreOf(s_root)));
        var request = new ChainRequest
        {
            End = new StoredCertificate(s_leaf.Certificate),
            Time = TestPki.Now,
            AdditionalStore = Case.StoreOf(s_authority),
        };
        engine.Build(request).Sums(TrustErrors.None);
        engine.Build(request with { Limits = SearchLimits.Default with { Signatures = 0 } }).Sums(TrustErrors.None);
    }
}
