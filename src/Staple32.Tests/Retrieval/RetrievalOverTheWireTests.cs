using System.Security.Cryptography;
using Staple32.Ocsp;
using Staple32.Retrieval;
using Staple32.Tests.Ocsp;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Retrieval;

/// <summary>Requests, transport, ladder and verifier together, against a responder that BouncyCastle plays.</summary>
public sealed class RetrievalOverTheWireTests
{
    private const string Sha1 = "1.3.14.3.2.26";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private static readonly TestPki s_pki = TestPki.Of(KeyKind.P256);
    private static readonly byte[] s_good = s_pki.Answer(OcspJudge.AnHourAgo).Encode();
    private static readonly byte[] s_goodSha256 = s_pki.Answer(OcspJudge.AnHourAgo, "SHA256").Encode();
    private static readonly Func<Exchange, Task> s_right = WireResponder.Answering(_ => s_good);

    /// <summary>What the server does, and what must come of it.</summary>
    public sealed record Row(string Name, Func<Exchange, Task> Behaviour, RetrievalEnd End, string Asked, OcspRefusal Refusal = OcspRefusal.None)
    {
        public override string ToString() => Name;
    }

    public static readonly TheoryData<Row> Rows = new()
    {
        new("right", s_right, RetrievalEnd.Accepted, "GET"),
        new("in one-byte chunks", Faults.GoodInOneByteChunks(s_good), RetrievalEnd.Accepted, "GET"),
        new("type missing", Faults.Good(s_good, null), RetrievalEnd.Accepted, "GET"),
        new("type with a parameter", Faults.Good(s_good, "application/ocsp-response; charset=binary"), RetrievalEnd.Accepted, "GET"),
        new("type in capitals", Faults.Good(s_good, "APPLICATION/OCSP-RESPONSE"), RetrievalEnd.Accepted, "GET"),
        new("404 to GET", Faults.ByMethod(Faults.Status(404), s_right), RetrievalEnd.Accepted, "GET POST"),
        new("405 to GET", Faults.ByMethod(Faults.Status(405), s_right), RetrievalEnd.Accepted, "GET POST"),
        new("405 to POST", Faults.ByMethod(s_right, Faults.Status(405)), RetrievalEnd.Accepted, "GET"),
        new("405 to both", Faults.Status(405), RetrievalEnd.HttpError, "GET POST"),
        new("500 to GET", Faults.ByMethod(Faults.Status(500), s_right), RetrievalEnd.Accepted, "GET POST"),
        new("HTML to GET", Faults.ByMethod(Faults.Html(), s_right), RetrievalEnd.Accepted, "GET POST"),
        new("captive portal", Faults.Html(), RetrievalEnd.HttpError, "GET POST"),
        new("HTML labelled as a response", Faults.Html(Faults.OcspType), RetrievalEnd.Refused, "GET POST", OcspRefusal.NotDer),
        new("HTML without a label", Faults.Html(""), RetrievalEnd.Refused, "GET POST", OcspRefusal.NotDer),
        new("empty", Faults.Good([]), RetrievalEnd.Refused, "GET POST", OcspRefusal.NotDer),
        new("trailing bytes", Faults.Good([.. s_good, 0]), RetrievalEnd.Refused, "GET POST", OcspRefusal.TrailingBytes),
        new("cut off", Faults.Good(s_good[..^1]), RetrievalEnd.Refused, "GET POST", OcspRefusal.NotDer),
        new("204", Faults.BareStatus(204), RetrievalEnd.HttpError, "GET"),
        new("206", Faults.Status(206), RetrievalEnd.HttpError, "GET"),
        new("304 without validators", Faults.BareStatus(304), RetrievalEnd.HttpError, "GET"),
        new("429 with a time", Faults.Status(429, "Retry-After: 5"), RetrievalEnd.HttpError, "GET"),
        new("503 with a time", Faults.Status(503, "Retry-After: 5"), RetrievalEnd.HttpError, "GET"),
        new("503 without", Faults.Status(503), RetrievalEnd.HttpError, "GET POST"),
        new("redirect loop", Faults.Redirect(302, "/"), RetrievalEnd.TransportError, "GET GET GET GET"),
        new("redirect to file", Faults.Redirect(302, "file:///etc/passwd"), RetrievalEnd.TransportError, "GET"),
        new("reset", Faults.ResetAtOnce, RetrievalEnd.TransportError, "GET"),
        new("reset in mid-body", Faults.ResetInBody(s_good), RetrievalEnd.TransportError, "GET"),
        new("short", Faults.ShorterThanAnnounced(s_good), RetrievalEnd.TransportError, "GET"),
        new("endless", Faults.Endless(null), RetrievalEnd.TransportError, "GET"),
        new("tryLater", Faults.Good(OcspAnswer.Error(3)), RetrievalEnd.Refused, "GET", OcspRefusal.TryLater),
        new("internalError", Faults.Good(OcspAnswer.Error(2)), RetrievalEnd.Refused, "GET", OcspRefusal.InternalError),
        new("unauthorized", Faults.Good(OcspAnswer.Error(6)), RetrievalEnd.Refused, "GET GET", OcspRefusal.Unauthorized),
        new("malformedRequest", Faults.Good(OcspAnswer.Error(1)), RetrievalEnd.Refused, "GET GET", OcspRefusal.MalformedRequest),
        new("SHA-256 only", WireResponder.Answering(request => request.HashOid == Sha256 ? s_goodSha256 : OcspAnswer.Error(6)),
            RetrievalEnd.Accepted, "GET GET"),
        new("SHA-256 and POST only", Faults.ByMethod(Faults.Status(400),
            WireResponder.Answering(request => request.HashOid == Sha256 ? s_goodSha256 : OcspAnswer.Error(1))),
            RetrievalEnd.Accepted, "GET POST POST"),
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Whatever_the_responder_does_only_a_right_response_is_accepted(Row row)
    {
        await using var server = new FaultyServer(row.Behaviour);
        using var transport = new HttpTransport();
        RetrievalOutcome outcome = await new Retriever(transport, new ResponderMemory(), TimeProvider.System)
            .RetrieveAsync(Question(server.Url), default);

        Assert.Equal((row.End, row.Refusal), (outcome.End, outcome.Verdict.Refusal));
        Assert.Equal(row.End == RetrievalEnd.Accepted, outcome.Verdict.Accepted is not null);
        Assert.Equal(row.End == RetrievalEnd.TransportError, outcome.Failure != TransportFailure.None);
        Assert.Equal(row.Asked, string.Join(' ', server.Requests.Select(request => request.Method)));
    }

    [Fact]
    public async Task Every_request_asks_about_the_certificate_in_a_way_that_responders_read()
    {
        await using var server = new FaultyServer(Faults.ByMethod(
            WireResponder.Answering(request => OcspAnswer.Error(request.HashOid == Sha1 ? 6 : 1)), s_right));
        using var transport = new HttpTransport();
        var url = new Uri(server.Url, "status");
        await new Retriever(transport, new ResponderMemory(), TimeProvider.System).RetrieveAsync(Question(url), default);
        await new Retriever(transport, new ResponderMemory(), TimeProvider.System)
            .RetrieveAsync(Question(new Uri(url, "?by=post")), default);

        TestRequest[] requests = [.. server.Requests.Select(WireResponder.Read)];
        Assert.Equal([Sha1, Sha256, Sha1], requests.Select(request => request.HashOid));
        Assert.All(requests, request => Assert.Equal(s_pki.Leaf.Parsed.SerialNumber.ToArray(), request.Serial));
        Assert.StartsWith("/status/", server.Requests[0].Target);
        Assert.Equal(("POST", "/status?by=post"), (server.Requests[2].Method, server.Requests[2].Target));
    }

    [Fact]
    public async Task A_response_that_is_unchanged_is_not_sent_again()
    {
        await using var server = new FaultyServer(exchange => exchange.Request.Header("If-None-Match") == "\"1\""
            ? Faults.BareStatus(304)(exchange)
            : Faults.Good(s_good, Faults.OcspType, "ETag: \"1\"", "Last-Modified: Sat, 15 Jun 2024 11:00:00 GMT")(exchange));
        using var transport = new HttpTransport();
        var retriever = new Retriever(transport, new ResponderMemory(), TimeProvider.System);
        RetrievalOutcome first = await retriever.RetrieveAsync(Question(server.Url), default);
        RetrievalOutcome second = await retriever.RetrieveAsync(Question(server.Url) with { Validators = first.Validators }, default);
        RetrievalOutcome third = await retriever.RetrieveAsync(Question(server.Url) with { Validators = second.Validators }, default);

        Assert.Equal(
            [RetrievalEnd.Accepted, RetrievalEnd.NotModified, RetrievalEnd.NotModified], [first.End, second.End, third.End]);
    }

    [Fact]
    public async Task Cancelling_ends_a_retrieval_at_once()
    {
        var asked = new TaskCompletionSource();
        await using var server = new FaultyServer(exchange =>
        {
            asked.SetResult();
            return exchange.HangAsync();
        });
        using var transport = new HttpTransport();
        using var cancel = new CancellationTokenSource();
        Task<RetrievalOutcome> asking = new Retriever(transport, new ResponderMemory(), TimeProvider.System)
            .RetrieveAsync(Question(server.Url), cancel.Token);
        await Task.WhenAny(asked.Task, asking);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static RetrievalQuestion Question(Uri url)
    {
        CertId Id(HashAlgorithmName hash) => CertId.Create(s_pki.Leaf.Parsed, s_pki.Authority.Parsed, hash);
        return new RetrievalQuestion(
            url,
            OcspRequest.Encode(Id(HashAlgorithmName.SHA1)),
            () => OcspRequest.Encode(Id(HashAlgorithmName.SHA256)),
            CacheValidators.None,
            TimeSpan.FromSeconds(30),
            262144,
            response => OcspJudge.Judge(s_pki, response.ToArray()));
    }
}
