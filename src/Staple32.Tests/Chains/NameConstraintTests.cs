using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Xunit;

namespace Staple32.Tests.Chains;

/// <summary>Name constraints (RFC 5280 section 4.2.1.10): one case per row, then what rows cannot say.</summary>
public sealed class NameConstraintTests
{
    private const TrustErrors NotPermitted = TrustErrors.HasNotPermittedNameConstraint;
    private const TrustErrors Excluded = TrustErrors.HasExcludedNameConstraint;
    private const TrustErrors NotSupported = TrustErrors.HasNotSupportedNameConstraint;

    private static readonly TestCertificate s_root = TestPki.Root("CN=Root,O=Example");

    private static TestCertificate Constrained(X509Extension constraints, TestCertificate? issuer = null, string name = "CN=CA,O=Example") =>
        TestPki.Authority(name, issuer ?? s_root, s => s.Extensions.Add(constraints));

    private static TestCertificate Named(string subject, TestCertificate issuer, params string[] alternatives) =>
        TestPki.Leaf(subject, issuer, s =>
        {
            if (alternatives.Length > 0)
                s.Extensions.Add(TestExtensions.AlternativeNames(alternatives));
        });

    private static TrustErrors ErrorsOf(TestCertificate leaf, params TestCertificate[] others) =>
        Case.Trusting(s_root).With(others).Build(leaf).Chains[0].Elements[0].Status.Errors;

    [Theory]
    [InlineData("dns:example.com", "dns:example.com", true)]
    [InlineData("dns:example.com", "dns:www.example.com", true)]
    [InlineData("dns:example.com", "dns:a.b.EXAMPLE.com", true)]
    [InlineData("dns:example.com", "dns:www.example.com.", true)]
    [InlineData("dns:example.com.", "dns:www.example.com", true)]
    [InlineData("dns:example.com", "dns:*.example.com", true)]
    [InlineData("dns:example.com", "dns:badexample.com", false)]
    [InlineData("dns:example.com", "dns:com", false)]
    [InlineData("dns:example.com", "dns:example.com.evil.org", false)]
    [InlineData("dns:.example.com", "dns:www.example.com", true)]
    [InlineData("dns:.example.com", "dns:example.com", false)]
    [InlineData("dns:.example.com", "dns:.example.com", false)]
    [InlineData("dns:www.example.com", "dns:*.example.com", false)]
    [InlineData("dns:", "dns:anything.at.all", true)]
    [InlineData("mail:example.com", "mail:a@example.com", true)]
    [InlineData("mail:example.com", "mail:a@Example.COM", true)]
    [InlineData("mail:example.com", "mail:a@host.example.com", false)]
    [InlineData("mail:.example.com", "mail:a@host.example.com", true)]
    [InlineData("mail:.example.com", "mail:a@example.com", false)]
    [InlineData("mail:a@example.com", "mail:a@example.com", true)]
    [InlineData("mail:a@example.com", "mail:A@example.com", false)]
    [InlineData("mail:a@example.com", "mail:b@example.com", false)]
    [InlineData("mail:example.com", "mail:nonsense", false)]
    [InlineData("mail:example.com", "mail:a@evil.org@example.com", true)]
    [InlineData("uri:example.com", "uri:http://example.com/path", true)]
    [InlineData("uri:example.com", "uri:https://user@EXAMPLE.com:8443?q", true)]
    [InlineData("uri:example.com", "uri:http://www.example.com/", false)]
    [InlineData("uri:.example.com", "uri:http://www.example.com/", true)]
    [InlineData("uri:.example.com", "uri:http://evil.org/.example.com", false)]
    [InlineData("uri:.example.com", "uri:http://evil.org#.example.com", false)]
    [InlineData("uri:.example.com", "uri:http://www.example.com@evil.org/", false)]
    [InlineData("uri:example.com", "uri:http://10.0.0.1/", false)]
    [InlineData("uri:example.com", "uri:http://[::1]:80/", false)]
    [InlineData("uri:example.com", "uri:urn:example.com", false)]
    [InlineData("ip:0A000000FF000000", "ip:0A010203", true)]
    [InlineData("ip:0A000000FF000000", "ip:0B010203", false)]
    [InlineData("ip:0A00000000000000", "ip:FFFFFFFF", true)]
    [InlineData("ip:0A000000FF000000", "ip:20010DB8000000000000000000000001", false)]
    [InlineData("ip:20010DB8000000000000000000000000FFFFFFFF000000000000000000000000", "ip:20010DB8000000000000000000000001", true)]
    [InlineData("ip:20010DB8000000000000000000000000FFFFFFFF000000000000000000000000", "ip:20010DB9000000000000000000000001", false)]
    [InlineData("dir:O=Example", "dir:CN=x,O=Example", true)]
    [InlineData("dir:O=Example", "dir:CN=x,O=exAMPLE", true)]
    [InlineData("dir:O=Example", "dir:CN=x,O=Example2", false)]
    [InlineData("dir:O=Example", "dir:CN=x,O=Other", false)]
    [InlineData("dir:CN=x,O=Example", "dir:O=Example", false)]
    public void A_name_is_permitted_or_excluded_where_it_lies_in_the_subtree(string constraint, string name, bool isInside)
    {
        TestCertificate permitting = Constrained(TestExtensions.NameConstraints(permitted: [constraint]));
        TestCertificate excluding = Constrained(TestExtensions.NameConstraints(excluded: [constraint]));
        // Directory names are in the subject as well, which is constrained too.
        string subject = constraint.StartsWith("dir:", StringComparison.Ordinal) ? name[4..] : "CN=leaf";
        Assert.Equal(isInside ? Case.Fine : NotPermitted, ErrorsOf(Named(subject, permitting, name), permitting));

        bool uncertain = name is "dns:*.example.com" or "mail:nonsense" or "mail:A@example.com"
            || (name.StartsWith("uri:", StringComparison.Ordinal) && (name.Contains("//10.", StringComparison.Ordinal)
                || name.Contains('[', StringComparison.Ordinal) || name.Contains("urn", StringComparison.Ordinal)));
        Assert.Equal(isInside || uncertain ? Excluded : Case.Fine, ErrorsOf(Named(subject, excluding, name), excluding));
    }

    [Fact]
    public void A_wildcard_falls_under_the_exclusion_of_a_host_that_it_covers_and_of_no_other()
    {
        TestCertificate authority = Constrained(TestExtensions.NameConstraints(excluded: ["dns:secret.example.com", "dns:a.b.example.org"]));
        Assert.Equal(Excluded, ErrorsOf(Named("CN=x", authority, "dns:*.example.com"), authority));
        Assert.Equal(Case.Fine, ErrorsOf(Named("CN=x", authority, "dns:*.example.org"), authority));
        Assert.Equal(Case.Fine, ErrorsOf(Named("CN=x", authority, "dns:*.other.com"), authority));
    }

    [Fact]
    public void Kinds_that_are_not_listed_are_free()
    {
        TestCertificate authority = Constrained(TestExtensions.NameConstraints(permitted: ["dns:example.com"]));
        ChainResult result = Case.Trusting(s_root).With(authority)
            .Build(Named("CN=x,O=Anybody", authority, "dns:www.example.com", "mail:a@other.org", "ip:0A000001")).Sums(Case.Fine);
        Assert.Equal(TrustInfo.HasValidNameConstraints, result.Status.Info & TrustInfo.HasValidNameConstraints);
        Assert.Equal(TrustInfo.HasValidNameConstraints, result.Chains[0].Elements[0].Status.Info & TrustInfo.HasValidNameConstraints);
        Assert.Equal(TrustInfo.None, result.Chains[0].Elements[1].Status.Info & TrustInfo.HasValidNameConstraints);
    }

    [Fact]
    public void One_bad_name_among_good_ones_is_enough()
    {
        TestCertificate authority = Constrained(TestExtensions.NameConstraints(permitted: ["dns:example.com"]));
        TestCertificate leaf = Named("CN=x", authority, "dns:www.example.com", "dns:www.other.com");
        ChainResult result = Case.Trusting(s_root).With(authority).Build(leaf)
            .Has((leaf, NotPermitted), (authority, Case.Fine), (s_root, Case.Fine)).Sums(NotPermitted);
        Assert.Equal(TrustInfo.None, result.Status.Info & TrustInfo.HasValidNameConstraints);
    }

    [Fact]
    public void Exclusion_beats_permission()
    {
        TestCertificate authority = Constrained(TestExtensions.NameConstraints(["dns:example.com"], ["dns:secret.example.com"]));
        Assert.Equal(Case.Fine, ErrorsOf(Named("CN=x", authority, "dns:www.example.com"), authority));
        Assert.Equal(Excluded, ErrorsOf(Named("CN=x", authority, "dns:www.secret.example.com"), authority));
        Assert.Equal(NotPermitted, ErrorsOf(Named("CN=x", authority, "dns:www.other.com"), authority));
    }

    [Fact]
    public void Every_ca_above_must_permit()
    {
        TestCertificate upper = Constrained(TestExtensions.NameConstraints(permitted: ["dns:example.com", "dns:example.org"]), name: "CN=Upper,O=Example");
        TestCertificate lower = Constrained(TestExtensions.NameConstraints(permitted: ["dns:example.org", "dns:example.net"]), upper);
        Assert.Equal(Case.Fine, ErrorsOf(Named("CN=x", lower, "dns:www.example.org"), upper, lower));
        Assert.Equal(NotPermitted, ErrorsOf(Named("CN=x", lower, "dns:www.example.com"), upper, lower));
        Assert.Equal(NotPermitted, ErrorsOf(Named("CN=x", lower, "dns:www.example.net"), upper, lower));
    }

    [Fact]
    public void Intermediate_cas_are_constrained_as_well()
    {
        TestCertificate upper = Constrained(TestExtensions.NameConstraints(permitted: ["dir:O=Example"]), name: "CN=Upper,O=Example");
        TestCertificate lower = TestPki.Authority("CN=Lower,O=Other", upper);
        TestCertificate leaf = Named("CN=x,O=Example", lower);
        Case.Trusting(s_root).With(upper, lower).Build(leaf)
            .Has((leaf, Case.Fine), (lower, NotPermitted), (upper, Case.Fine), (s_root, Case.Fine)).Sums(NotPermitted);
    }

    [Fact]
    public void A_roots_constraints_hold_for_all_below()
    {
        TestCertificate root = TestPki.Root("Root", s => s.Extensions.Add(TestExtensions.NameConstraints(permitted: ["dns:example.com"])));
        TestCertificate leaf = Named("CN=x", root, "dns:www.other.com");
        Case.Trusting(root).Build(leaf).Has((leaf, NotPermitted), (root, Case.Fine));
    }

    [Fact]
    public void A_self_issued_ca_is_not_constrained_but_a_self_issued_end_certificate_is()
    {
        TestCertificate upper = Constrained(TestExtensions.NameConstraints(permitted: ["dir:O=Allowed"]), name: "CN=CA,O=Example");
        TestCertificate rollover = TestPki.Authority("CN=CA,O=Example", upper);
        TestCertificate leaf = Named("CN=x,O=Allowed", rollover);
        Case pki = Case.Trusting(s_root).With(upper, rollover);
        pki.Build(leaf).Has((leaf, Case.Fine), (rollover, Case.Fine), (upper, Case.Fine), (s_root, Case.Fine));
        pki.Build(rollover).Has((rollover, NotPermitted), (upper, Case.Fine), (s_root, Case.Fine));
    }

    [Fact]
    public void A_mail_address_in_the_subject_counts_if_there_are_no_alternative_names()
    {
        TestCertificate authority = Constrained(TestExtensions.NameConstraints(permitted: ["mail:example.com"]));
        Assert.Equal(NotPermitted, ErrorsOf(Named("E=a@other.org,CN=x", authority), authority));
        Assert.Equal(Case.Fine, ErrorsOf(Named("E=a@example.com,CN=x", authority), authority));
        Assert.Equal(Case.Fine, ErrorsOf(Named("E=a@other.org,CN=x", authority, "dns:www.example.com"), authority));
    }

    [Fact]
    public void A_host_in_the_common_name_counts_if_there_are_no_dns_names()
    {
        TestCertificate authority = Constrained(TestExtensions.NameConstraints(permitted: ["dns:example.com"]));
        Assert.Equal(NotPermitted, ErrorsOf(Named("CN=www.other.com", authority), authority));
        Assert.Equal(Case.Fine, ErrorsOf(Named("CN=www.example.com", authority), authority));
        Assert.Equal(Case.Fine, ErrorsOf(Named("CN=www.other.com", authority, "dns:www.example.com"), authority));
        Assert.Equal(Case.Fine, ErrorsOf(Named("CN=Jane Doe", authority), authority));
        Assert.Equal(Case.Fine, ErrorsOf(Named("CN=intranet", authority), authority));
    }

    [Fact]
    public void A_kind_that_cannot_be_compared_is_only_a_problem_if_it_occurs()
    {
        TestCertificate authority = Constrained(TestExtensions.NameConstraints(permitted: ["upn:example.com"]));
        Assert.Equal(Case.Fine, ErrorsOf(Named("CN=x", authority, "dns:www.example.com"), authority));
        Assert.Equal(NotSupported, ErrorsOf(Named("CN=x", authority, "upn:a@example.com"), authority));
    }

    [Theory]
    [InlineData("3000")] // nothing constrained
    [InlineData("3002A000")] // an empty list
    [InlineData("300CA00A3008870600000000FF00")] // an address of three octets
    [InlineData("300EA00C300A87080A000000FF00FF00")] // a mask with a hole
    [InlineData("0500")]
    public void Malformed_constraints_are_an_error_of_the_ca(string encoded)
    {
        TestCertificate authority = Constrained(new X509Extension("2.5.29.30", Convert.FromHexString(encoded), critical: true));
        TestCertificate leaf = Named("CN=x", authority, "dns:www.example.com");
        const TrustErrors Expected = TrustErrors.InvalidExtension | TrustErrors.InvalidNameConstraints;
        Case.Trusting(s_root).With(authority).Build(leaf)
            .Has((leaf, Case.Fine), (authority, Expected), (s_root, Case.Fine)).Sums(Expected);
    }

    [Fact]
    public void A_minimum_or_maximum_is_not_supported()
    {
        // permittedSubtrees { dNSName "a", maximum 1 }
        byte[] encoded = Convert.FromHexString("300AA0083006820161810101");
        TestCertificate authority = Constrained(new X509Extension("2.5.29.30", encoded, critical: true));
        TestCertificate leaf = Named("CN=x", authority, "dns:a");
        Case.Trusting(s_root).With(authority).Build(leaf)
            .Has((leaf, Case.Fine), (authority, NotSupported), (s_root, Case.Fine)).Sums(NotSupported);
    }

    [Fact]
    public void Malformed_alternative_names_are_an_error_of_the_certificate()
    {
        TestCertificate leaf = TestPki.Leaf("leaf", s_root, s => s.Extensions.Add(new X509Extension("2.5.29.17", [0x30, 0x02, 0x99, 0x00], critical: false)));
        Case.Trusting(s_root).Build(leaf).Has((leaf, TrustErrors.InvalidExtension), (s_root, Case.Fine));
    }

    [Fact]
    public void Thousands_of_names_against_thousands_of_constraints_end_with_an_error()
    {
        TestCertificate authority = Constrained(TestExtensions.NameConstraints(
            permitted: [.. Enumerable.Range(0, 3000).Select(i => $"dns:p{i}.example.com")]));
        TestCertificate leaf = Named("CN=x", authority, [.. Enumerable.Range(0, 3000).Select(i => $"dns:p2999.example.com")]);
        Assert.Equal(NotSupported, ErrorsOf(leaf, authority));
    }
}
