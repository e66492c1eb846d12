using Staple32.Chains;
using Staple32.Revocation;
using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Revocation.Hierarchy;

namespace Staple32.Tests.Revocation;

/// <summary>A whole chain: which certificates are checked, and what of it stands where.</summary>
public sealed class ChainRevocationTests
{
    private readonly Hierarchy _hierarchy = new();
    private readonly TestCertificate _ca;
    private readonly TestCertificate _end;

    public ChainRevocationTests()
    {
        _ca = _hierarchy.Authority("Checked CA");
        _end = End(_ca);
    }

    [Theory]
    [InlineData(RevocationScope.None, "---")]
    [InlineData(RevocationScope.EndCertificate, "x--")]
    [InlineData(RevocationScope.ChainExcludeRoot, "xx-")]
    [InlineData(RevocationScope.Chain, "xxx")]
    public void The_scope_says_which_certificates_are_checked(RevocationScope scope, string expected)
    {
        _hierarchy.Add(Crl(_ca));
        ChainResult result = _hierarchy.Validate(_end, scope);
        Assert.Equal(expected, string.Concat(result.Chains[0].Elements.Select(element => element.Revocation is null ? '-' : 'x')));
        Assert.Equal(Valid, result.Status.Errors);
    }

    [Fact]
    public void What_was_found_stands_in_the_element_in_its_chain_and_in_the_whole()
    {
        _hierarchy.Add(Crl(_ca).Revoking(_end, reason: 5));
        ChainResult result = _hierarchy.Validate(_end);
        Assert.Equal(Revoked, result.Status.Errors);
        Assert.Equal(Revoked, result.Chains[0].Status.Errors);
        Assert.Equal([Revoked, Valid, Valid], result.Chains[0].Elements.Select(element => element.Status.Errors));
        RevocationVerdict verdict = result.Chains[0].Elements[0].Revocation!.Verdict;
        Assert.Equal((RevocationResult.Revoked, 5, 0), (verdict.Result, verdict.Reason, verdict.EntryIndex));
        // What the builder found is left alone.
        Assert.NotEqual(TrustInfo.None, result.Status.Info);
    }

    [Fact]
    public void The_freshness_of_the_whole_is_that_of_its_oldest_part()
    {
        _hierarchy.Add(Crl(_ca) with { ThisUpdate = Bench.Now.AddDays(-2) });
        SimpleChain chain = _hierarchy.Validate(_end).Chains[0];
        Assert.Equal([TimeSpan.FromDays(2), TimeSpan.FromHours(1), null], chain.Elements.Select(element => element.Revocation?.Freshness));
        Assert.Equal(TimeSpan.FromDays(2), chain.RevocationFreshness);
    }

    [Fact]
    public void Without_freshness_of_a_part_there_is_none_of_the_whole()
    {
        SimpleChain chain = _hierarchy.Validate(_end).Chains[0];
        Assert.Equal([null, TimeSpan.FromHours(1), null], chain.Elements.Select(element => element.Revocation?.Freshness));
        Assert.Null(chain.RevocationFreshness);
        Assert.Null(_hierarchy.Validate(_end, RevocationScope.None).Chains[0].RevocationFreshness);
    }

    [Fact]
    public void The_top_of_a_partial_chain_cannot_be_checked()
    {
        TestCertificate orphan = TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=Nobody", IsAuthority = true })
            .Issue(new CertificateSpec { Subject = "CN=Orphan", Extensions = [TestCrl.Points(Bench.CrlUrl)] });
        ChainResult result = _hierarchy.Validate(orphan);
        Assert.Equal(TrustErrors.PartialChain | Unknown, result.Status.Errors);
        Assert.Empty(_hierarchy.Web.Asked);
    }

    [Fact]
    public void A_root_that_is_not_trusted_is_checked_like_another()
    {
        TestCertificate root = TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=Stranger", IsAuthority = true });
        TestCertificate leaf = root.Issue(new CertificateSpec { Subject = "CN=Leaf" });
        _hierarchy.Add(Crl(root).Revoking(leaf));
        ChainResult result = _hierarchy.Validate(leaf, RevocationScope.Chain, chain: request => request with { AdditionalStore = WithRoot(request, root) });
        Assert.Equal(TrustErrors.UntrustedRoot | TrustErrors.Revoked, result.Status.Errors);
    }

    [Fact]
    public void A_single_root_whose_root_is_left_out_is_not_checked_at_all()
    {
        ChainResult result = _hierarchy.Validate(Anchor);
        Assert.Equal(Valid, result.Status.Errors);
        Assert.Null(result.Chains[0].Elements[0].Revocation);
        Assert.NotNull(_hierarchy.Validate(Anchor, RevocationScope.EndCertificate).Chains[0].Elements[0].Revocation);
    }

    [Fact]
    public void Lower_quality_contexts_are_kept_as_they_are()
    {
        _hierarchy.Add(Crl(_ca).Revoking(_end));
        TestCertificate twin = _hierarchy.Authority("Checked CA", spec => spec with { NotAfter = CertificateSpec.DefaultNotAfter.AddYears(-1) });
        Assert.NotEqual(twin.Encoded, _ca.Encoded);
        ChainResult result = _hierarchy.Validate(_end, chain: request => request with { Options = ChainOptions.ReturnLowerQualityContexts });
        Assert.Equal(Valid, Assert.Single(result.LowerQuality).Status.Errors);
        Assert.Equal(Revoked, result.Status.Errors);
    }

    private static Staple32.Stores.CertificateStore WithRoot(ChainRequest request, TestCertificate root)
    {
        request.AdditionalStore!.TryAdd(root.Parsed, null, Staple32.Stores.AddDisposition.Always, out _);
        return request.AdditionalStore;
    }
}
