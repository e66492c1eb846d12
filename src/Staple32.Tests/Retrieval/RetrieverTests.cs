using System.Text;
using Staple32.Ocsp;
using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Retrieval;

/// <summary>The ladder at one URL. A response is a word here, and the judge reads it.</summary>
public sealed class RetrieverTests
{
    private static readonly Uri s_url = new("http://ocsp.example.com");
    private static readonly byte[] s_sha1 = [1, 1, 1];
    private static readonly byte[] s_sha256 = [2, 5, 6];
    private static readonly CacheValidators s_validators = new("\"v\"", null);

    private static readonly AcceptedResponse s_accepted = new()
    {
        Encoded = new byte[] { 42 },
        Status = OcspCertificateStatus.Good,
        ProducedAt = default,
        ThisUpdate = default,
        NextUpdate = null,
        EffectiveNextUpdate = default,
        RevocationTime = null,
        RevocationReason = null,
        HashOid = "",
    };

    private readonly ResponderMemory _memory = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_good_answer_to_GET_needs_one_request()
    {
        var transport = new ScriptedTransport(_ => Says("good", validators: s_validators));
        RetrievalOutcome outcome = await AskAsync(transport);

        Assert.Equal(RetrievalEnd.Accepted, outcome.End);
        Assert.Same(s_accepted, outcome.Verdict.Accepted);
        Assert.Equal((200, 1, "GET: accepted"), (outcome.HttpStatus, outcome.RequestsSent, outcome.Detail));
        Assert.Equal(s_validators, outcome.Validators);
        Assert.Equal("http://ocsp.example.com/AQEB", Assert.Single(transport.Questions).Url.AbsoluteUri);
        Assert.Equal(0, _memory.Count);
    }

    public static readonly TheoryData<string> WhatMakesGetGiveWay =
        ["400", "404", "405", "429", "500", "501", "503", "599", "html", "html too large", "rubbish", "trailing", "gzip"];

    [Theory]
    [MemberData(nameof(WhatMakesGetGiveWay))]
    public async Task GET_gives_way_to_POST_which_is_remembered_for_the_responder(string obstacle)
    {
        var transport = new ScriptedTransport(question => question.PostBody is null ? Obstacle(obstacle) : Says("good", validators: s_validators));
        RetrievalOutcome outcome = await AskAsync(transport);

        Assert.Equal((RetrievalEnd.Accepted, 2), (outcome.End, outcome.RequestsSent));
        Assert.Equal(["GET", "POST"], transport.Methods);
        Assert.Equal(s_url, transport.Questions[1].Url);
        Assert.Equal(s_sha1, transport.Questions[1].PostBody!.Value.ToArray());
        Assert.True(outcome.Validators.IsEmpty);

        Assert.Equal(1, (await AskAsync(transport)).RequestsSent);
        Assert.Equal(1, (await AskAsync(transport, new Uri("http://ocsp.example.com/another/path"))).RequestsSent);
        Assert.Equal(2, (await AskAsync(transport, new Uri("http://ocsp.example.com:8080/"))).RequestsSent);
    }

    public static readonly TheoryData<string> WhatEndsIt =
        ["204", "206", "304", "302", "407", "tryLater", "internalError", "unknown", "not ours", "reset", "timeout", "too large"];

    [Theory]
    [MemberData(nameof(WhatEndsIt))]
    public async Task What_POST_would_not_mend_ends_the_retrieval(string obstacle)
    {
        var transport = new ScriptedTransport(_ => Obstacle(obstacle));
        RetrievalOutcome outcome = await AskAsync(transport);

        Assert.NotEqual(RetrievalEnd.Accepted, outcome.End);
        Assert.Equal(1, outcome.RequestsSent);
        Assert.Equal(0, _memory.Count);
    }

    [Theory]
    [MemberData(nameof(WhatMakesGetGiveWay))]
    public async Task A_responder_that_fails_both_ways_is_asked_twice_and_nothing_is_learned(string obstacle)
    {
        var transport = new ScriptedTransport(_ => Obstacle(obstacle));
        RetrievalOutcome outcome = await AskAsync(transport);

        Assert.NotEqual(RetrievalEnd.Accepted, outcome.End);
        Assert.StartsWith("GET: ", outcome.Detail);
        Assert.Contains("; POST: ", outcome.Detail);
        Assert.Equal(["GET", "POST"], transport.Methods);
        Assert.Equal(0, _memory.Count);
    }

    [Fact]
    public async Task When_the_remembered_POST_fails_GET_is_tried_again()
    {
        bool getWorks = false;
        var transport = new ScriptedTransport(question => (question.PostBody is null) == getWorks ? Says("good") : Obstacle("405"));
        await AskAsync(transport);
        getWorks = true;
        Assert.Equal((RetrievalEnd.Accepted, 2), Brief(await AskAsync(transport)));
        Assert.Equal((RetrievalEnd.Accepted, 1), Brief(await AskAsync(transport)));
        Assert.Equal(["GET", "POST", "POST", "GET", "GET"], transport.Methods);
    }

    [Theory]
    [InlineData("unauthorized")]
    [InlineData("malformedRequest")]
    public async Task A_responder_that_does_not_know_SHA1_is_asked_with_SHA256_which_is_remembered(string refusal)
    {
        var transport = new ScriptedTransport(question => Says(IsSha256(question) ? "good" : refusal));
        Assert.Equal((RetrievalEnd.Accepted, 2), Brief(await AskAsync(transport)));
        Assert.Equal(["GET", "GET"], transport.Methods);
        Assert.Equal((RetrievalEnd.Accepted, 1), Brief(await AskAsync(transport)));
    }

    [Fact]
    public async Task A_certificate_that_is_unauthorized_under_both_hashes_teaches_nothing()
    {
        var transport = new ScriptedTransport(_ => Says("unauthorized"));
        RetrievalOutcome outcome = await AskAsync(transport);
        Assert.Equal((RetrievalEnd.Refused, 2), Brief(outcome));
        Assert.Equal(OcspRefusal.Unauthorized, outcome.Verdict.Refusal);
        Assert.Equal("GET: unauthorized; GET with SHA-256: unauthorized", outcome.Detail);
        Assert.Equal(0, _memory.Count);
    }

    [Fact]
    public async Task When_the_remembered_SHA256_is_refused_SHA1_is_tried_again()
    {
        bool knowsSha256 = true;
        var transport = new ScriptedTransport(question => Says(IsSha256(question) == knowsSha256 ? "good" : "unauthorized"));
        await AskAsync(transport);
        knowsSha256 = false;
        Assert.Equal((RetrievalEnd.Accepted, 2), Brief(await AskAsync(transport)));
        Assert.Equal((RetrievalEnd.Accepted, 1), Brief(await AskAsync(transport)));
        Assert.Equal(0, _memory.Count);
    }

    [Fact]
    public async Task Method_and_hash_can_both_change_and_three_requests_are_the_most()
    {
        var transport = new ScriptedTransport(question =>
            question.PostBody is null ? Obstacle("404") : Says(IsSha256(question) ? "good" : "unauthorized"));
        Assert.Equal((RetrievalEnd.Accepted, 3), Brief(await AskAsync(transport)));
        Assert.Equal((RetrievalEnd.Accepted, 1), Brief(await AskAsync(transport)));

        int asked = 0;
        var hostile = new ScriptedTransport(_ => ++asked % 2 == 0 ? Says("unauthorized") : Obstacle("404"));
        Assert.True((await AskAsync(hostile, new Uri("http://hostile.example/"))).RequestsSent <= 3);
    }

    [Fact]
    public async Task What_was_learned_is_tried_anew_after_a_week()
    {
        bool trouble = true;
        var transport = new ScriptedTransport(question => question.PostBody is null && trouble ? Obstacle("500") : Says("good"));
        await AskAsync(transport);
        trouble = false;
        _time.Advance(ResponderMemory.Lifetime - TimeSpan.FromSeconds(1));
        await AskAsync(transport);
        _time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(transport);
        Assert.Equal(["GET", "POST", "POST", "GET"], transport.Methods);
    }

    [Fact]
    public async Task A_URL_with_a_query_is_POSTed_and_that_is_not_learned()
    {
        var transport = new ScriptedTransport(_ => Says("good"));
        var url = new Uri("http://ocsp.example.com/?ca=1");
        await AskAsync(transport, url);
        Assert.Equal(["POST"], transport.Methods);
        Assert.Equal(url, transport.Questions[0].Url);
        Assert.Equal(0, _memory.Count);
    }

    [Fact]
    public async Task A_missing_media_type_is_made_up_for_by_a_body_that_parses()
    {
        Assert.Equal((RetrievalEnd.Accepted, 1), Brief(await AskAsync(new ScriptedTransport(_ => Says("good", type: null)))));
        Assert.Equal((RetrievalEnd.Refused, 2), Brief(await AskAsync(new ScriptedTransport(_ => Says("rubbish", type: null)))));
    }

    [Theory]
    [InlineData("application/ocsp-response", true)]
    [InlineData("APPLICATION/OCSP-RESPONSE", true)]
    [InlineData("application/ocsp-response;charset=utf-8", true)]
    [InlineData("application/ocsp-response ; a=b", true)]
    [InlineData("application/ocsp-responses", false)]
    [InlineData("application/ocsp-request", false)]
    [InlineData("application/octet-stream", false)]
    [InlineData("text/html", false)]
    [InlineData(";", false)]
    public async Task Only_the_media_type_of_OCSP_counts(string type, bool right)
    {
        RetrievalOutcome outcome = await AskAsync(new ScriptedTransport(_ => Says("good", type: type)));
        Assert.Equal(right ? RetrievalEnd.Accepted : RetrievalEnd.HttpError, outcome.End);
    }

    [Fact]
    public async Task Unchanged_is_an_end_only_if_validators_were_sent()
    {
        var transport = new ScriptedTransport(_ => ScriptedTransport.Answer(304));
        RetrievalOutcome outcome = await AskAsync(transport, validators: s_validators);
        Assert.Equal((RetrievalEnd.NotModified, 304), (outcome.End, outcome.HttpStatus));
        Assert.Equal(s_validators, outcome.Validators);
        Assert.Equal(s_validators, transport.Questions[0].Validators);

        Assert.Equal(RetrievalEnd.HttpError, (await AskAsync(transport)).End);
    }

    [Fact]
    public async Task POST_sends_no_validators_and_takes_no_304()
    {
        var transport = new ScriptedTransport(question => ScriptedTransport.Answer(question.PostBody is null ? 404 : 304));
        RetrievalOutcome outcome = await AskAsync(transport, validators: s_validators);
        Assert.Equal((RetrievalEnd.HttpError, 2), Brief(outcome));
        Assert.True(transport.Questions[1].Validators.IsEmpty);
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "7200", 7200)]
    [InlineData(503, "Thu, 01 Jan 2026 00:05:00 GMT", 300)]
    public async Task A_responder_that_says_when_to_come_back_is_not_asked_again_before(int status, string header, int seconds)
    {
        var transport = new ScriptedTransport(_ => ScriptedTransport.Answer(status, retryAfter: header));
        RetrievalOutcome outcome = await AskAsync(transport);
        Assert.Equal((RetrievalEnd.HttpError, 1), Brief(outcome));
        Assert.Equal((status, TimeSpan.FromSeconds(seconds)), (outcome.HttpStatus, outcome.RetryAfter));
    }

    [Fact]
    public async Task Retry_After_with_another_status_means_nothing() =>
        Assert.Null((await AskAsync(new ScriptedTransport(_ => ScriptedTransport.Answer(404, retryAfter: "9")))).RetryAfter);

    [Fact]
    public async Task All_requests_share_one_timeout()
    {
        var transport = new ScriptedTransport(_ =>
        {
            _time.Advance(TimeSpan.FromSeconds(4));
            return Obstacle("404");
        });
        await AskAsync(transport, timeout: TimeSpan.FromSeconds(10));
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(6)], transport.Timeouts);

        RetrievalOutcome late = await AskAsync(transport, timeout: TimeSpan.FromSeconds(3));
        Assert.Equal((RetrievalEnd.HttpError, 1, 404), (late.End, late.RequestsSent, late.HttpStatus));
    }

    [Fact]
    public async Task No_time_at_all_is_a_timeout_without_a_request()
    {
        RetrievalOutcome outcome = await AskAsync(new ScriptedTransport(_ => Says("good")), timeout: TimeSpan.Zero);
        Assert.Equal((RetrievalEnd.TransportError, TransportFailure.Timeout, 0), (outcome.End, outcome.Failure, outcome.RequestsSent));
    }

    private Task<RetrievalOutcome> AskAsync(
        ScriptedTransport transport, Uri? url = null, CacheValidators? validators = null, TimeSpan? timeout = null) =>
        new Retriever(transport, _memory, _time).RetrieveAsync(
            new(url ?? s_url, s_sha1, () => s_sha256, validators ?? CacheValidators.None, timeout ?? TimeSpan.FromSeconds(15), 4096, Judge),
            default);

    private static (RetrievalEnd End, int RequestsSent) Brief(RetrievalOutcome outcome) => (outcome.End, outcome.RequestsSent);

    private static bool IsSha256(HttpQuestion question) => question.PostBody is { } body
        ? body.Span.SequenceEqual(s_sha256)
        : question.Url.AbsoluteUri.EndsWith(Convert.ToBase64String(s_sha256), StringComparison.Ordinal);

    private static HttpAnswer Says(string word, string? type = "application/ocsp-response", CacheValidators? validators = null) =>
        ScriptedTransport.Answer(200, Encoding.ASCII.GetBytes(word), type, validators);

    private static HttpAnswer Obstacle(string name) => name switch
    {
        "html" => Says("good", "text/html"),
        "html too large" => Says("", "text/html") with { Failure = TransportFailure.TooLarge, Detail = "too large" },
        "too large" => Says("") with { Failure = TransportFailure.TooLarge, Detail = "too large" },
        "gzip" => Says("") with { Failure = TransportFailure.ContentEncoding, Detail = "gzip" },
        "reset" => HttpAnswer.Failed(TransportFailure.Reset, "reset"),
        "timeout" => HttpAnswer.Failed(TransportFailure.Timeout, "timeout"),
        _ => int.TryParse(name, out int status) ? ScriptedTransport.Answer(status) : Says(name),
    };

    private static OcspVerdict Judge(ReadOnlyMemory<byte> body)
    {
        string word = Encoding.ASCII.GetString(body.Span);
        return word == "good" ? new(s_accepted, OcspRefusal.None, "") : new(null, word switch
        {
            "trailing" => OcspRefusal.TrailingBytes,
            "tryLater" => OcspRefusal.TryLater,
            "internalError" => OcspRefusal.InternalError,
            "unauthorized" => OcspRefusal.Unauthorized,
            "malformedRequest" => OcspRefusal.MalformedRequest,
            "unknown" => OcspRefusal.StatusUnknown,
            "not ours" => OcspRefusal.NotThisCertificate,
            _ => OcspRefusal.NotDer,
        }, word);
    }
}
