using Staple32.Retrieval;
using Staple32.Revocation;
using Staple32.Stores;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Revocation;

/// <summary>OCSP first: from the certificate's property, from memory, from the network; and when CRLs come after it.</summary>
public sealed class OcspCheckTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void A_good_response_from_the_network_is_an_answer()
    {
        TestCertificate leaf = Bench.WithResponder();
        byte[] response = Bench.Answer(leaf).Encode();
        _bench.Web.PutResponse(Bench.Responder, response);
        RevocationVerdict verdict = _bench.Check(leaf);

        Assert.Equal((RevocationResult.Good, "", Bench.Recently), (verdict.Result, verdict.Detail, verdict.ThisUpdate));
        Assert.Equal(response, verdict.Response!.Encoded.ToArray());
        Assert.Equal([Bench.Responder], _bench.Web.Asked);
        Assert.Equal(TimeSpan.FromSeconds(15), Assert.Single(_bench.Web.Timeouts));
    }

    [Fact]
    public void The_response_stands_in_a_CRL_with_its_source()
    {
        TestCertificate leaf = Bench.WithResponder();
        byte[] response = Bench.Answer(leaf).About(s => s with { Status = AnswerStatus.Revoked, RevocationReason = 4 }).Encode();
        _bench.Web.PutResponse(Bench.Responder, response);
        RevocationVerdict verdict = _bench.Check(leaf);

        StoredCrl view = verdict.BaseCrl!;
        Assert.Equal(response, view.Properties.Get(PropertyIds.OcspResponse)!.Value.ToArray());
        Assert.Equal(Bench.Responder + "\0", System.Text.Encoding.Unicode.GetString(view.Properties.Get(PropertyIds.SourceUrl)!.Value.Span));
        Assert.Equal((0, false), (verdict.EntryIndex, verdict.IsEntryInDelta));
        Assert.Equal(leaf.Serial, view.List.Entries.First().SerialNumber.ToArray());
        Assert.Same(view, _bench.Check(leaf).BaseCrl);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(1, 1)]
    [InlineData(6, 6)]
    public void A_revoked_response_tells_the_reason_and_the_date(int? written, int reason)
    {
        TestCertificate leaf = Bench.WithResponder();
        var date = new DateTimeOffset(2025, 3, 4, 5, 6, 7, TimeSpan.Zero);
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf)
            .About(s => s with { Status = AnswerStatus.Revoked, RevocationReason = written, RevocationTime = date }).Encode());
        RevocationVerdict verdict = _bench.Check(leaf);
        Assert.Equal((RevocationResult.Revoked, reason, date), (verdict.Result, verdict.Reason, verdict.RevocationDate));
    }

    [Fact]
    public void A_revocation_later_than_the_time_that_matters_does_not_count()
    {
        TestCertificate leaf = Bench.WithResponder();
        DateTimeOffset date = Bench.Now.AddDays(-10);
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf)
            .About(s => s with { Status = AnswerStatus.Revoked, RevocationTime = date }).Encode());
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf, q => q with { TimeToUse = date.AddSeconds(-1) }).Result);
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf, q => q with { TimeToUse = date }).Result);
    }

    [Fact]
    public void A_response_is_remembered_until_its_end()
    {
        TestCertificate leaf = Bench.WithResponder();
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf).Encode());
        _bench.Check(leaf);
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf, q => q with { Now = Bench.Recently.AddDays(7).AddSeconds(-1) }).Result);
        Assert.Single(_bench.Web.Asked);
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf, q => q with { Now = Bench.Recently.AddDays(7) }).Result);
        Assert.Equal(2, _bench.Web.Asked.Count);
    }

    [Fact]
    public void Without_the_network_only_what_is_remembered_counts()
    {
        TestCertificate leaf = Bench.WithResponder();
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf).Encode());
        RevocationQuestion Cached(RevocationQuestion q) => q with { Options = RevocationOptions.CacheOnly };
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf, Cached).Result);
        Assert.Empty(_bench.Web.Asked);
        _bench.Check(leaf);
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf, Cached).Result);
        Assert.Single(_bench.Web.Asked);
    }

    [Fact]
    public void What_is_remembered_can_be_too_old_for_a_caller()
    {
        TestCertificate leaf = Bench.WithResponder();
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf).Encode());
        _bench.Check(leaf);
        DateTimeOffset then = _bench.Time.GetUtcNow();
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        _bench.Check(leaf, q => q with { Resync = then.AddSeconds(-1) });
        Assert.Single(_bench.Web.Asked);
        _bench.Check(leaf, q => q with { Resync = then });
        Assert.Equal(2, _bench.Web.Asked.Count);
        _bench.Check(leaf, q => q with { Options = RevocationOptions.OcspWireOnly });
        Assert.Equal(3, _bench.Web.Asked.Count);
    }

    [Fact]
    public void The_response_on_the_certificate_comes_before_the_network()
    {
        TestCertificate leaf = Bench.WithResponder();
        RevocationQuestion question = _bench.Ask(leaf);
        question.Subject.Properties.Set(PropertyIds.OcspResponse, Bench.Answer(leaf).Encode());
        Assert.Equal(RevocationResult.Good, _bench.Checker.Check(question).Result);
        Assert.Equal(RevocationResult.Good, _bench.Checker.Check(question with { Options = RevocationOptions.CacheOnly }).Result);
        Assert.Empty(_bench.Web.Asked);

        // It need not have a responder.
        TestCertificate silent = Bench.Plain();
        question = _bench.Ask(silent) with { Options = RevocationOptions.ServerOcsp };
        question.Subject.Properties.Set(PropertyIds.OcspResponse, Bench.Answer(silent).Encode());
        Assert.Equal(RevocationResult.Good, _bench.Checker.Check(question).Result);
    }

    public static readonly TheoryData<string> UselessProperties = ["rubbish", "expired", "of another", "signed by another", "empty"];

    [Theory]
    [MemberData(nameof(UselessProperties))]
    public void A_response_on_the_certificate_that_does_not_hold_is_passed_over(string flaw)
    {
        TestCertificate leaf = Bench.WithResponder();
        RevocationQuestion question = _bench.Ask(leaf);
        question.Subject.Properties.Set(PropertyIds.OcspResponse, flaw switch
        {
            "rubbish" => [1, 2, 3],
            "expired" => Bench.Answer(leaf, Bench.Now.AddDays(-8)).Encode(),
            "of another" => Bench.Answer(Bench.Plain()).Encode(),
            "signed by another" => (Bench.Answer(leaf) with { SigningKey = TestKey.Of(KeyKind.P256, "stranger") }).Encode(),
            _ => [],
        });
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf).About(s => s with { Status = AnswerStatus.Revoked }).Encode());
        Assert.Equal(RevocationResult.Revoked, _bench.Checker.Check(question).Result);
    }

    [Fact]
    public void Only_the_network_counts_where_that_was_asked_for()
    {
        TestCertificate leaf = Bench.WithResponder();
        RevocationQuestion question = _bench.Ask(leaf) with { Options = RevocationOptions.OcspWireOnly };
        question.Subject.Properties.Set(PropertyIds.OcspResponse, Bench.Answer(leaf).Encode());
        Assert.Equal(RevocationResult.Offline, _bench.Checker.Check(question).Result);
        Assert.NotEmpty(_bench.Web.Asked);
    }

    [Fact]
    public void Responders_are_asked_in_order_until_one_answers()
    {
        TestCertificate leaf = Bench.Leaf(["http://a.example/", "ldap://b.example/", "http://c.example/", "http://d.example/"]);
        _bench.Web.PutResponse("http://a.example/", OcspAnswer.Error(3));
        _bench.Web.PutResponse("http://c.example/", Bench.Answer(leaf).Encode());
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf).Result);
        Assert.Equal(["http://a.example/", "http://c.example/"], _bench.Web.Asked);
    }

    [Fact]
    public void At_most_five_responders_are_asked()
    {
        TestCertificate leaf = Bench.Leaf(Enumerable.Range(0, 20).Select(i => $"http://{i}.example/").ToArray());
        foreach (int i in Enumerable.Range(0, 20))
            _bench.Web.Put($"http://{i}.example/", _ => HttpAnswer.Failed(TransportFailure.Refused, "refused"));
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        Assert.Equal(5, _bench.Web.Asked.Count);
    }

    [Fact]
    public void Another_AIA_can_be_attached_to_the_certificate()
    {
        TestCertificate leaf = Bench.WithResponder();
        TestCertificate other = Bench.Leaf(["http://elsewhere.example/"]);
        _bench.Web.PutResponse("http://elsewhere.example/", Bench.Answer(leaf).Encode());
        RevocationQuestion question = _bench.Ask(leaf);
        question.Subject.Properties.Set(
            PropertyIds.AuthorityInfoAccess, other.Parsed.FindExtension("1.3.6.1.5.5.7.1.1")!.Value.Value.ToArray());
        Assert.Equal(RevocationResult.Good, _bench.Checker.Check(question).Result);
    }

    [Fact]
    public void A_responder_that_fails_is_left_alone_for_a_while()
    {
        TestCertificate leaf = Bench.WithResponder();
        _bench.Web.Put(Bench.Responder, _ => HttpAnswer.Failed(TransportFailure.Refused, "refused"));
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        int asked = _bench.Web.Asked.Count;
        _bench.Time.Advance(ObjectFetcher.Pause - TimeSpan.FromTicks(1));
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        // Nor is it asked about others: it is down.
        Assert.Equal(RevocationResult.Offline, _bench.Check(Bench.WithResponder()).Result);
        Assert.Equal(asked, _bench.Web.Asked.Count);
        _bench.Time.Advance(TimeSpan.FromTicks(1));
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf).Encode());
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf).Result);
    }

    [Fact]
    public void A_refusal_concerns_one_certificate_only()
    {
        TestCertificate leaf = Bench.WithResponder();
        TestCertificate other = Bench.WithResponder();
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(other).Encode());
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        Assert.Equal(RevocationResult.Good, _bench.Check(other).Result);
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        Assert.Equal(2, _bench.Web.Asked.Count);
    }

    [Fact]
    public void A_response_that_is_past_its_end_does_not_count()
    {
        TestCertificate leaf = Bench.WithResponder();
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf, Bench.Now.AddDays(-7)).Encode());
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf).Result);
        Assert.Single(_bench.Web.Asked);
    }

    [Fact]
    public void Age_can_count_in_place_of_nextUpdate()
    {
        TestCertificate leaf = Bench.WithResponder();
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf, Bench.Now.AddDays(-8)).Encode());
        Assert.Equal(RevocationResult.Good, _bench.Check(leaf, q => q with { MaxAge = TimeSpan.FromDays(8) }).Result);
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf).Encode());
        Assert.Equal(RevocationResult.Offline, _bench.Check(leaf, q => q with { MaxAge = TimeSpan.FromMinutes(59) }).Result);
    }

    [Fact]
    public void A_responder_that_does_not_know_the_certificate_leaves_it_to_CRLs()
    {
        TestCertificate leaf = Bench.WithResponder(TestCrl.Points(Bench.CrlUrl));
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf).About(s => s with { Status = AnswerStatus.Unknown }).Encode());
        Assert.Equal(RevocationResult.NotInDatabase, _bench.Check(leaf).Result);
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Revoking(leaf).Encode());
        _bench.Time.Advance(ObjectFetcher.Pause);
        Assert.Equal(RevocationResult.Revoked, _bench.Check(leaf).Result);
    }

    [Theory]
    [InlineData(RevocationOptions.None, RevocationResult.Good)]
    [InlineData(RevocationOptions.NoFailoverToCrl, RevocationResult.Offline)]
    [InlineData(RevocationOptions.ServerOcsp, RevocationResult.Offline)]
    public void CRLs_come_after_a_responder_that_cannot_be_reached(RevocationOptions options, RevocationResult expected)
    {
        TestCertificate leaf = Bench.WithResponder(TestCrl.Points(Bench.CrlUrl));
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Encode());
        Assert.Equal(expected, _bench.Check(leaf, q => q with { Options = options }).Result);
    }

    [Theory]
    [InlineData(RevocationOptions.None, RevocationResult.Good)]
    [InlineData(RevocationOptions.NoFailoverToCrl, RevocationResult.Good)]
    [InlineData(RevocationOptions.ServerOcsp, RevocationResult.NotInDatabase)]
    public void Without_a_responder_CRLs_count_unless_only_OCSP_may(RevocationOptions options, RevocationResult expected)
    {
        TestCertificate leaf = Bench.WithCrl();
        _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Encode());
        Assert.Equal(expected, _bench.Check(leaf, q => q with { Options = options }).Result);
    }

    [Theory]
    [InlineData(AnswerStatus.Good, RevocationResult.Good)]
    [InlineData(AnswerStatus.Revoked, RevocationResult.Revoked)]
    public void What_OCSP_says_is_not_compared_with_CRLs(AnswerStatus status, RevocationResult expected)
    {
        TestCertificate leaf = Bench.WithResponder(TestCrl.Points(Bench.CrlUrl));
        _bench.Web.PutResponse(Bench.Responder, Bench.Answer(leaf).About(s => s with { Status = status }).Encode());
        _bench.With(status == AnswerStatus.Good ? Bench.Crl().Revoking(leaf) : Bench.Crl());
        Assert.Equal(expected, _bench.Check(leaf).Result);
    }

    [Theory]
    [InlineData(false, false, RevocationResult.Good)]
    [InlineData(true, false, RevocationResult.Revoked)]
    [InlineData(null, false, RevocationResult.Offline)]
    [InlineData(true, true, RevocationResult.Good)]
    public void The_signer_of_a_response_is_checked_if_that_was_asked_for(bool? isSignerRevoked, bool hasNoCheck, RevocationResult expected)
    {
        CertificateSpec spec = CertificateSpec.Responder();
        TestCertificate signer = Bench.Authority.Issue(hasNoCheck ? spec : spec with { Extensions = [TestCrl.Points("http://crl.example/signers.crl")] });
        TestCertificate leaf = Bench.WithResponder(TestCrl.Points(Bench.CrlUrl));
        _bench.Web.PutResponse(Bench.Responder, (Bench.Answer(leaf) with { Signer = signer, Embedded = [signer.Encoded] }).Encode());
        if (isSignerRevoked == true)
            _bench.Web.Put("http://crl.example/signers.crl", Bench.Crl().Revoking(signer).Encode());
        if (isSignerRevoked == false)
            _bench.Web.Put("http://crl.example/signers.crl", Bench.Crl().Encode());
        // What the leaf's CRL says shows that the response was left aside.
        if (isSignerRevoked is not null)
            _bench.Web.Put(Bench.CrlUrl, Bench.Crl().Revoking(leaf).Encode());

        Assert.Equal(RevocationResult.Good, _bench.Check(leaf).Result);
        Assert.Equal(expected, _bench.Check(leaf, q => q with { Options = RevocationOptions.CheckOcspSigner }).Result);
    }

    [Fact]
    public void Without_an_issuer_nothing_can_be_checked()
    {
        TestCertificate leaf = Bench.WithResponder(TestCrl.Points(Bench.CrlUrl));
        Assert.Equal(RevocationResult.NoCheck, _bench.Check(leaf, q => q with { Issuer = null }).Result);
        Assert.Empty(_bench.Web.Asked);
    }

    [Fact]
    public void A_certificate_that_says_nothing_cannot_be_checked() =>
        Assert.Equal((RevocationResult.NoCheck, "neither a responder nor a CRL is named"), (_bench.Check(Bench.Plain()).Result, _bench.Check(Bench.Plain()).Detail));

    [Fact]
    public void A_malformed_AIA_names_nobody()
    {
        TestCertificate leaf = Bench.Plain(new TestExtension("1.3.6.1.5.5.7.1.1", false, [0x30, 0x01]));
        Assert.Equal(RevocationResult.NoCheck, _bench.Check(leaf).Result);
        Assert.Equal(RevocationResult.NotInDatabase, _bench.Check(leaf, q => q with { Options = RevocationOptions.ServerOcsp }).Result);
    }
}
