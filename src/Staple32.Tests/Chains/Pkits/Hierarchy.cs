using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Xunit;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>
/// A line of certificates from a trust anchor down to an end certificate, as each test of the NIST Public Key
/// Interoperability Test Suite (PKITS 1.0.1) has one. The suite's own files are not used: its certificates have expired,
/// and each case here is one that the suite describes, made anew.
/// </summary>
internal sealed class Hierarchy
{
    public const TrustErrors Fine = TrustErrors.None;

    private static readonly TestCertificate s_anchor = TestPki.Root(
        "Trust Anchor", s => s.EncodedName = TestName.Nist("Trust Anchor"));

    private readonly List<TestCertificate> _line = [s_anchor];
    private readonly List<TestCertificate> _others = [];
    private byte[] _name = TestName.Nist("Trust Anchor");

    /// <summary>An empty line below the trust anchor.</summary>
    public static Hierarchy Below => new();

    public TestCertificate Last => _line[^1];

    /// <summary>A CA below the last one.</summary>
    public Hierarchy Ca(string name, params X509Extension[] extensions) => Ca(name, s => s.Extensions.AddRange(extensions));

    public Hierarchy Ca(string name, Action<Spec> change)
    {
        _name = TestName.Nist(name);
        return Add(TestPki.Authority(name, Last, s =>
        {
            s.EncodedName = TestName.Nist(name);
            change(s);
            _name = s.EncodedName;
        }));
    }

    /// <summary>Another certificate of the last CA for itself: a new key, signed with the old one.</summary>
    public Hierarchy SelfIssued(params X509Extension[] extensions) => SelfIssued(s => s.Extensions.AddRange(extensions));

    public Hierarchy SelfIssued(Action<Spec> change) => Add(TestPki.Authority("self", Last, s =>
    {
        s.EncodedName = _name;
        change(s);
    }));

    public Hierarchy End(params X509Extension[] extensions) => End(s => s.Extensions.AddRange(extensions));

    public Hierarchy End(Action<Spec> change) => Add(TestPki.Leaf("end", Last, s =>
    {
        s.EncodedName = TestName.Nist("End Certificate");
        change(s);
    }));

    /// <summary>Another certificate that is lying around.</summary>
    public Hierarchy Beside(TestCertificate other)
    {
        _others.Add(other);
        return this;
    }

    /// <summary>Replaces the last certificate.</summary>
    public Hierarchy Changed(Func<TestCertificate, TestCertificate> change)
    {
        _line[^1] = change(_line[^1]);
        return this;
    }

    /// <summary>The chain of the last certificate.</summary>
    /// <param name="policies">One of these must be valid for it; null asks for none (the suite's initial-explicit-policy).</param>
    /// <param name="change">What else is to be different about the request.</param>
    public ChainResult Build(string[]? policies = null, Func<ChainRequest, ChainRequest>? change = null) =>
        Case.Trusting(s_anchor).With([.. _line[1..], .. _others]).Build(Last, r =>
        {
            ChainRequest request = r with { IssuancePolicy = policies is null ? UsageRequirement.None : new UsageRequirement(policies, matchAny: true) };
            return change is null ? request : change(request);
        });

    /// <summary>The whole line is the chain, with these errors, end certificate first.</summary>
    public ChainResult Has(params TrustErrors[] expected) => HasFor(null, expected);

    public ChainResult HasFor(string[]? policies, params TrustErrors[] expected)
    {
        Assert.Equal(_line.Count, expected.Length);
        IEnumerable<TestCertificate> fromEnd = Enumerable.Reverse(_line);
        return Build(policies).Has([.. fromEnd.Zip(expected)]).Sums(expected.Aggregate(Fine, (sum, errors) => sum | errors));
    }

    /// <summary>The whole line is the chain, and nothing is wrong with it.</summary>
    public ChainResult IsFine(params string[] policies) => HasFor(policies.Length == 0 ? null : policies, new TrustErrors[_line.Count]);

    /// <summary>The end certificate alone has these errors.</summary>
    public ChainResult FailsAtEnd(TrustErrors errors, params string[] policies)
    {
        var expected = new TrustErrors[_line.Count];
        expected[0] = errors;
        return HasFor(policies.Length == 0 ? null : policies, expected);
    }

    private Hierarchy Add(TestCertificate certificate)
    {
        _line.Add(certificate);
        return this;
    }
}

/// <summary>Named cases of one section, each of which becomes a test.</summary>
internal sealed class Cases : Dictionary<string, Action>
{
    public TheoryData<string> Names => [.. Keys];

    public void Add(string name, Func<ChainResult> run) => Add(name, () => { run(); });
}
