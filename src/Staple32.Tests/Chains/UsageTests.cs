using Staple32.Chains;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Chains;

/// <summary>Extended key usage: what is asked for, what each certificate allows, and what is left further down.</summary>
public sealed class UsageTests
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private const string AnyUsage = "2.5.29.37.0";
    private const TrustErrors BadUsage = TrustErrors.NotValidForUsage;

    private static readonly TestCertificate s_root = TestPki.Root("Root");

    private static Func<ChainRequest, ChainRequest> AllOf(params string[] usages) =>
        r => r with { Usage = new UsageRequirement(usages, matchAny: false) };

    private static Func<ChainRequest, ChainRequest> OneOf(params string[] usages) =>
        r => r with { Usage = new UsageRequirement(usages, matchAny: true) };

    [Fact]
    public void Without_extension_every_usage_is_allowed()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_root);
        ChainResult result = Case.Trusting(s_root).Build(leaf, AllOf(ServerAuth, CodeSigning)).Sums(Case.Fine);
        Assert.All(result.Chains[0].Elements, e => Assert.Null(e.ApplicationUsage));
    }

    [Fact]
    public void And_wants_all_or_wants_one()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_root, s => s.Usages = [ServerAuth, ClientAuth]);
        Case pki = Case.Trusting(s_root);
        pki.Build(leaf, AllOf(ServerAuth)).Sums(Case.Fine);
        pki.Build(leaf, AllOf(ServerAuth, ClientAuth)).Sums(Case.Fine);
        pki.Build(leaf, AllOf(ServerAuth, CodeSigning)).Has((leaf, BadUsage), (s_root, Case.Fine)).Sums(BadUsage);
        pki.Build(leaf, OneOf(CodeSigning, ServerAuth)).Sums(Case.Fine);
        pki.Build(leaf, OneOf(CodeSigning)).Sums(BadUsage);
        pki.Build(leaf, OneOf()).Sums(Case.Fine);
    }

    [Fact]
    public void A_ca_cannot_give_what_it_does_not_have()
    {
        TestCertificate authority = TestPki.Authority("CA", s_root, s => s.Usages = [ClientAuth]);
        TestCertificate leaf = TestPki.Leaf("leaf", authority, s => s.Usages = [ServerAuth, ClientAuth]);
        Case pki = Case.Trusting(s_root).With(authority);
        ChainResult result = pki.Build(leaf, AllOf(ServerAuth))
            .Has((leaf, BadUsage), (authority, BadUsage), (s_root, Case.Fine)).Sums(BadUsage);
        Assert.Equal([ClientAuth], result.Chains[0].Elements[0].ApplicationUsage);
        Assert.Equal([ClientAuth], result.Chains[0].Elements[1].ApplicationUsage);
        Assert.Null(result.Chains[0].Elements[2].ApplicationUsage);
        pki.Build(leaf, AllOf(ClientAuth)).Sums(Case.Fine);
        pki.Build(leaf).Sums(Case.Fine);
    }

    [Fact]
    public void A_leaf_without_extension_has_what_its_ca_has()
    {
        TestCertificate authority = TestPki.Authority("CA", s_root, s => s.Usages = [ClientAuth]);
        TestCertificate leaf = TestPki.Leaf("leaf", authority);
        ChainResult result = Case.Trusting(s_root).With(authority).Build(leaf, AllOf(ServerAuth)).Sums(BadUsage);
        Assert.Equal([ClientAuth], result.Chains[0].Elements[0].ApplicationUsage);
    }

    [Fact]
    public void Usages_without_anything_in_common_leave_none()
    {
        TestCertificate authority = TestPki.Authority("CA", s_root, s => s.Usages = [ClientAuth]);
        TestCertificate leaf = TestPki.Leaf("leaf", authority, s => s.Usages = [ServerAuth]);
        ChainResult result = Case.Trusting(s_root).With(authority).Build(leaf).Sums(Case.Fine);
        Assert.Equal([], result.Chains[0].Elements[0].ApplicationUsage!);
    }

    [Fact]
    public void Any_usage_allows_every_one()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_root, s => s.Usages = [AnyUsage]);
        Case.Trusting(s_root).Build(leaf, AllOf(ServerAuth, CodeSigning)).Sums(Case.Fine);
    }

    [Fact]
    public void The_usage_property_narrows_the_extension()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_root, s => s.Usages = [ServerAuth, ClientAuth]);
        var end = new StoredCertificate(leaf.Certificate);
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(ClientAuth);
        end.Properties.Set(9, writer.Encode());
        Case pki = Case.Trusting(s_root);
        pki.Build(leaf, r => AllOf(ServerAuth)(r) with { End = end }).Sums(BadUsage);
        pki.Build(leaf, r => AllOf(ClientAuth)(r) with { End = end }).Sums(Case.Fine);
        end.Properties.Set(9, new byte[] { 1, 2 });
        pki.Build(leaf, r => r with { End = end }).Sums(TrustErrors.InvalidExtension);
    }

    [Fact]
    public void Application_policies_count_in_place_of_extended_key_usage()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_root, s =>
        {
            s.Usages = [ServerAuth];
            s.Extensions.Add(TestExtensions.ApplicationPolicies(ClientAuth, CodeSigning));
        });
        ChainResult result = Case.Trusting(s_root).Build(leaf, AllOf(ClientAuth)).Sums(Case.Fine);
        Assert.Equal([ClientAuth, CodeSigning], result.Chains[0].Elements[0].ApplicationUsage);
        Case.Trusting(s_root).Build(leaf, AllOf(ServerAuth)).Sums(BadUsage);
    }

    [Fact]
    public void Application_policies_nest_like_usages_and_with_them()
    {
        TestCertificate authority = TestPki.Authority("CA", s_root, s => s.Extensions.Add(TestExtensions.ApplicationPolicies(ServerAuth)));
        TestCertificate leaf = TestPki.Leaf("leaf", authority, s => s.Usages = [ServerAuth, ClientAuth]);
        Case pki = Case.Trusting(s_root).With(authority);
        pki.Build(leaf, AllOf(ServerAuth)).Sums(Case.Fine);
        pki.Build(leaf, AllOf(ClientAuth)).Has((leaf, BadUsage), (authority, BadUsage), (s_root, Case.Fine));
    }

    [Fact]
    public void The_application_policy_for_all_allows_every_usage()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_root, s => s.Extensions.Add(TestExtensions.ApplicationPolicies("1.3.6.1.4.1.311.10.12.1")));
        Case.Trusting(s_root).Build(leaf, AllOf(ServerAuth, CodeSigning)).Sums(Case.Fine);
    }

    [Fact]
    public void Malformed_application_policies_allow_nothing()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_root, s => s.Extensions.Add(
            new System.Security.Cryptography.X509Certificates.X509Extension("1.3.6.1.4.1.311.21.10", [0x30, 0x03, 0x06, 0x01, 0x2A], critical: false)));
        Case.Trusting(s_root).Build(leaf).Sums(TrustErrors.InvalidExtension);
        Case.Trusting(s_root).Build(leaf, AllOf(ServerAuth)).Sums(TrustErrors.InvalidExtension | BadUsage);
    }

    [Fact]
    public void A_path_that_allows_the_usage_is_preferred()
    {
        TestCertificate wide = TestPki.Authority("CA", s_root, s => s.NotBefore = TestPki.Now.AddDays(-30));
        TestCertificate narrow = TestPki.Authority("CA", s_root, s =>
        {
            s.Key = wide.Key;
            s.Usages = [ClientAuth];
            s.NotBefore = TestPki.Now.AddDays(-1);
        });
        TestCertificate leaf = TestPki.Leaf("leaf", wide);
        Case pki = Case.Trusting(s_root).With(wide, narrow);
        pki.Build(leaf, AllOf(ServerAuth)).Has((leaf, Case.Fine), (wide, Case.Fine), (s_root, Case.Fine));
        pki.Build(leaf, AllOf(ClientAuth)).Has((leaf, Case.Fine), (narrow, Case.Fine), (s_root, Case.Fine));
    }
}
