using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Staple32.Settings;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Chains;

/// <summary>Issuers that no store has, fetched from where their subjects say that they are (RFC 5280 section 4.2.2.1).</summary>
public sealed class IssuerDownloadTests
{
    private const string Url = "http://pki.test/ca.cer";
    private const string Other = "http://pki.test/other.cer";

    private static readonly TestCertificate s_root = TestPki.Root("Root");
    private static readonly TestCertificate s_authority = TestPki.Authority("CA", s_root);
    private static readonly TestCertificate s_leaf = TestPki.Leaf("leaf", s_authority, s => s.IssuerUrls = [Url]);

    private readonly ScriptedFetcher _fetcher = new();

    private ChainResult Build(TestCertificate end, ChainOptions options = ChainOptions.None, ChainSettings? rules = null, Case? pki = null) =>
        (pki ?? Case.Trusting(s_root)).Build(
            end,
            r => r with { Options = options },
            s => s with { Fetcher = _fetcher, Rules = rules ?? ChainSettings.Default });

    [Fact]
    public void A_missing_issuer_is_fetched()
    {
        _fetcher.With(Url, s_authority);
        Build(s_leaf).Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine))
            .HasInfo(Case.ByKey, Case.ByKey, Case.RootByName).Sums(Case.Fine);
        Assert.Equal([Url], _fetcher.Urls);
    }

    [Fact]
    public void The_limits_of_the_retrieval_are_those_of_the_settings()
    {
        Build(s_leaf).Has((s_leaf, Case.Fine)).Sums(TrustErrors.PartialChain);
        Assert.Equal((100_000, TimeSpan.FromSeconds(15)), (_fetcher.Requests[0].MaxBytes, _fetcher.Requests[0].Timeout));
        Assert.Null(_fetcher.Requests[0].NotBefore);
    }

    [Fact]
    public void Engine_and_request_have_timeouts_of_their_own()
    {
        Case.Trusting(s_root).Build(s_leaf, settings: s => s with { Fetcher = _fetcher, UrlRetrievalTimeout = TimeSpan.FromSeconds(7) });
        Case.Trusting(s_root).Build(
            s_leaf,
            r => r with { UrlRetrievalTimeout = TimeSpan.FromSeconds(3), CacheResync = TestPki.Now },
            s => s with { Fetcher = _fetcher, UrlRetrievalTimeout = TimeSpan.FromSeconds(7) });
        Assert.Equal([7, 3], _fetcher.Requests.Select(request => request.Timeout.TotalSeconds));
        Assert.Equal(TestPki.Now, _fetcher.Requests[1].NotBefore);
    }

    [Fact]
    public void Nothing_is_fetched_for_a_chain_that_is_complete()
    {
        _fetcher.With(Url, s_authority);
        Build(s_leaf, pki: Case.Trusting(s_root).With(s_authority)).Sums(Case.Fine);
        Build(s_leaf, pki: Case.Trusting().With(s_authority, s_root)).Sums(TrustErrors.UntrustedRoot);
        Assert.Empty(_fetcher.Requests);
    }

    [Theory]
    [InlineData(ChainOptions.DisableAia)]
    [InlineData(ChainOptions.OnlyAdditionalAndPublicRoots)]
    public void Flags_switch_it_off(ChainOptions options)
    {
        _fetcher.With(Url, s_authority);
        Build(s_leaf, options).Has((s_leaf, Case.Fine)).Sums(TrustErrors.PartialChain);
        Assert.Empty(_fetcher.Requests);
    }

    [Fact]
    public void The_engine_may_switch_it_off_for_all()
    {
        Case.Trusting(s_root).Build(s_leaf, settings: s => s with { Fetcher = _fetcher, Options = ChainOptions.DisableAia })
            .Sums(TrustErrors.PartialChain);
        Build(s_leaf, rules: ChainSettings.Default with { MaxIssuerRetrievals = 0 }).Sums(TrustErrors.PartialChain);
        Build(s_leaf, rules: ChainSettings.Default with { MaxIssuerUrls = 0 }).Sums(TrustErrors.PartialChain);
        Assert.Empty(_fetcher.Requests);
    }

    [Fact]
    public void Cache_only_asks_for_what_was_fetched_before()
    {
        _fetcher.With(Url, s_authority);
        Build(s_leaf, ChainOptions.CacheOnlyUrlRetrieval).Sums(TrustErrors.PartialChain);
        Assert.True(Assert.Single(_fetcher.Requests).CacheOnly);
    }

    [Fact]
    public void A_chain_is_fetched_certificate_by_certificate_up_to_three()
    {
        TestCertificate[] authorities = new TestCertificate[4];
        TestCertificate issuer = s_root;
        for (int i = 0; i < 4; i++)
        {
            int below = i;
            issuer = authorities[i] = TestPki.Authority($"CA {i}", issuer, s => s.IssuerUrls = below == 0 ? null : [$"http://pki.test/{below - 1}"]);
            _fetcher.With($"http://pki.test/{i}", issuer);
        }

        TestCertificate leaf = TestPki.Leaf("leaf", authorities[2], s => s.IssuerUrls = ["http://pki.test/2"]);
        Build(leaf).Has((leaf, Case.Fine), (authorities[2], Case.Fine), (authorities[1], Case.Fine), (authorities[0], Case.Fine), (s_root, Case.Fine))
            .Sums(Case.Fine);
        Assert.Equal(["http://pki.test/2", "http://pki.test/1", "http://pki.test/0"], _fetcher.Urls);

        _fetcher.Requests.Clear();
        leaf = TestPki.Leaf("leaf", authorities[3], s => s.IssuerUrls = ["http://pki.test/3"]);
        Build(leaf).Has((leaf, Case.Fine), (authorities[3], Case.Fine), (authorities[2], Case.Fine), (authorities[1], Case.Fine))
            .Sums(TrustErrors.PartialChain);
        Assert.Equal(3, _fetcher.Requests.Count);
    }

    [Fact]
    public void Urls_are_tried_in_order_and_those_beyond_the_fifth_are_passed_over()
    {
        string[] urls = [.. Enumerable.Range(1, 7).Select(i => $"http://pki.test/{i}")];
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.IssuerUrls = urls);
        ChainSettings patient = ChainSettings.Default with { MaxIssuerRetrievals = 64 };
        _fetcher.With(urls[5], s_authority);
        Build(leaf, rules: patient).Sums(TrustErrors.PartialChain);
        Assert.Equal(urls[..5], _fetcher.Urls);
        Build(leaf, rules: patient with { MaxIssuerUrls = 6 }).Sums(Case.Fine);
    }

    [Fact]
    public void Only_http_and_https_are_asked()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.IssuerUrls = ["ldap://pki.test/cn=ca", "file:///etc/passwd", "not a url", "https://pki.test/ca"]);
        _fetcher.With("https://pki.test/ca", s_authority);
        Build(leaf).Sums(Case.Fine);
        Assert.Equal(["https://pki.test/ca"], _fetcher.Urls);
    }

    [Fact]
    public void A_url_is_asked_once_per_chain()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.IssuerUrls = [Url, Url, Url]);
        Build(leaf).Sums(TrustErrors.PartialChain);
        Assert.Single(_fetcher.Requests);
    }

    [Fact]
    public void What_is_of_no_use_is_passed_over_for_the_next_url()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_authority, s => s.IssuerUrls = [Url, Other]);
        _fetcher.With(Url, "<html>"u8.ToArray()).With(Other, s_authority);
        Build(leaf).Sums(Case.Fine);
        _fetcher.With(Url, TestPki.Root("Stranger"));
        Build(leaf).Sums(Case.Fine);
        _fetcher.With(Url, TestPki.Authority("CA", TestPki.Root("Root")));
        Build(leaf).Has((leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void A_name_with_the_wrong_key_does_not_keep_the_true_issuer_away()
    {
        TestCertificate lookalike = TestPki.Authority("CA", s_root);
        _fetcher.With(Url, s_authority);
        Build(s_leaf, pki: Case.Trusting(s_root).With(lookalike))
            .Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void Of_several_certificates_in_a_file_as_many_are_taken_as_the_settings_say()
    {
        TestCertificate[] strangers = [.. Enumerable.Range(0, 9).Select(i => TestPki.Root($"Stranger {i}"))];
        _fetcher.With(Url, [.. strangers, s_authority]);
        Build(s_leaf).Sums(Case.Fine);
        Build(s_leaf, rules: ChainSettings.Default with { MaxIssuerCertificates = 9 }).Sums(TrustErrors.PartialChain);
    }

    [Fact]
    public void A_message_of_certificates_is_read()
    {
        using X509Certificate2 stranger = X509CertificateLoader.LoadCertificate(TestPki.Root("Stranger").Certificate.Encoded.Span);
        using X509Certificate2 issuer = X509CertificateLoader.LoadCertificate(s_authority.Certificate.Encoded.Span);
        byte[] message = new X509Certificate2Collection { stranger, issuer }.Export(X509ContentType.Pkcs7)!;
        _fetcher.With(Url, message);
        Build(s_leaf).Has((s_leaf, Case.Fine), (s_authority, Case.Fine), (s_root, Case.Fine)).Sums(Case.Fine);
    }

    [Fact]
    public void What_is_longer_than_the_settings_say_is_refused()
    {
        _fetcher.With(Url, s_authority);
        Build(s_leaf, rules: ChainSettings.Default with { MaxIssuerBytes = s_authority.Certificate.Encoded.Length }).Sums(Case.Fine);
        Build(s_leaf, rules: ChainSettings.Default with { MaxIssuerBytes = s_authority.Certificate.Encoded.Length - 1 }).Sums(TrustErrors.PartialChain);
    }

    [Fact]
    public void A_fetched_root_is_not_trusted_for_that()
    {
        TestCertificate nobody = TestPki.Root("Nobody");
        TestCertificate leaf = TestPki.Leaf("leaf", nobody, s => s.IssuerUrls = [Url]);
        _fetcher.With(Url, nobody);
        Build(leaf).Has((leaf, Case.Fine), (nobody, TrustErrors.UntrustedRoot)).Sums(TrustErrors.UntrustedRoot);
    }

    [Fact]
    public void The_property_on_the_certificate_replaces_the_extension()
    {
        TestCertificate elsewhere = TestPki.Leaf("other", s_authority, s => s.IssuerUrls = [Other]);
        var end = new StoredCertificate(s_leaf.Certificate);
        end.Properties.Set(PropertyIds.AuthorityInfoAccess, elsewhere.Certificate.FindExtension("1.3.6.1.5.5.7.1.1")!.Value.Value);
        _fetcher.With(Url, s_authority).With(Other, s_authority);
        Case.Trusting(s_root).Build(s_leaf, r => r with { End = end }, s => s with { Fetcher = _fetcher }).Sums(Case.Fine);
        Assert.Equal([Other], _fetcher.Urls);
        end.Properties.Set(PropertyIds.AuthorityInfoAccess, new byte[] { 1 });
        Case.Trusting(s_root).Build(s_leaf, r => r with { End = end }, s => s with { Fetcher = _fetcher }).Sums(TrustErrors.PartialChain);
        Assert.Single(_fetcher.Requests);
    }

    [Fact]
    public void A_bag_of_partial_paths_does_not_multiply_the_questions()
    {
        TestCertificate[] crossed =
        [
            .. Enumerable.Range(0, 20).Select(i => TestPki.Authority("CA", TestPki.Root($"Gone {i}"), s =>
            {
                s.Key = s_authority.Key;
                s.IssuerUrls = [$"http://gone.test/{i}"];
            })),
        ];
        Build(s_leaf, pki: Case.Trusting(s_root).With(crossed)).Sums(TrustErrors.PartialChain);
        Assert.Equal(3, _fetcher.Requests.Count);
    }
}
