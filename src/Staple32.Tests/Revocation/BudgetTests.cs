using Staple32.Retrieval;
using Staple32.Revocation;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Revocation;

/// <summary>How long retrievals may take: each, or all together.</summary>
public sealed class BudgetTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void Each_URL_has_the_whole_timeout_by_default()
    {
        TestCertificate leaf = Slow(4);
        _bench.Check(leaf, q => q with { Budget = new UrlBudget(_bench.Time, TimeSpan.FromSeconds(5), isForAll: false) });
        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)], _bench.Web.Timeouts);
    }

    [Fact]
    public void All_URLs_share_an_accumulative_timeout_of_which_the_first_gets_half()
    {
        TestCertificate leaf = Slow(4);
        RevocationVerdict verdict = _bench.Check(leaf, q => q with { Budget = new UrlBudget(_bench.Time, TimeSpan.FromSeconds(10), isForAll: true) });
        Assert.Equal(RevocationResult.Offline, verdict.Result);
        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(2)], _bench.Web.Timeouts);
    }

    [Fact]
    public void When_it_is_spent_nothing_is_asked_any_more_but_what_is_remembered_counts()
    {
        TestCertificate leaf = Slow(20);
        var spent = new UrlBudget(_bench.Time, TimeSpan.FromSeconds(10), isForAll: true);
        _bench.Check(leaf, q => q with { Budget = spent });
        Assert.Single(_bench.Web.Asked);

        TestCertificate other = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Encode());
        Assert.Equal(RevocationResult.Offline, _bench.Check(other, q => q with { Budget = spent }).Result);
        Assert.Equal(RevocationResult.Good, _bench.Check(other).Result);
        Assert.Equal(RevocationResult.Good, _bench.Check(other, q => q with { Budget = spent }).Result);
    }

    [Fact]
    public void A_longer_CRL_than_allowed_is_refused()
    {
        TestCertificate leaf = Bench.WithCrl();
        byte[] crl = Bench.Crl().Encode();
        _bench.Web.Put(Bench.CrlUrl, crl);
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf, q => q with { MaxCrlBytes = crl.Length - 1 }).Result);
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf, q => q with { MaxCrlBytes = crl.Length }).Result);
    }

    // A responder and two places for a CRL, each of which takes its time and fails.
    private TestCertificate Slow(int seconds)
    {
        TestCertificate leaf = Bench.WithResponder(TestCrl.Points(Bench.CrlUrl, "http://mirror.example/ca.crl"));
        _bench.Web.Put(Bench.Responder, _ => HttpAnswer.Failed(TransportFailure.Refused, "refused"));
        _bench.Web.WhenAsked = () => _bench.Time.Advance(TimeSpan.FromSeconds(seconds));
        return leaf;
    }
}
