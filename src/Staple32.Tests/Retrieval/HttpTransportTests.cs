using System.Net;
using System.Net.Sockets;
using System.Text;
using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Retrieval;

/// <summary>The Transport and HTTP rows of the fault list, over real loopback connections.</summary>
public sealed class HttpTransportTests
{
    private const int MaxBytes = 4096;
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(400);
    private static readonly byte[] s_body = Encoding.ASCII.GetBytes("a body of forty-two bytes, more or less...");

    /// <summary>What the server does, and what must come of it.</summary>
    public sealed record Fault(string Name, Func<Exchange, Task> Behaviour, TransportFailure Failure, int Status, bool TakesAllTheTime = false)
    {
        public override string ToString() => Name;
    }

    public static readonly TheoryData<Fault> GoodAnswers = new()
    {
        new("with a length", Faults.Good(s_body), TransportFailure.None, 200),
        new("until close", Faults.GoodUntilClose(s_body), TransportFailure.None, 200),
        new("in chunks of one byte", Faults.GoodInOneByteChunks(s_body), TransportFailure.None, 200),
        new("with the identity encoding", Faults.Good(s_body, Faults.OcspType, "Content-Encoding: identity"), TransportFailure.None, 200),
        new("with more after its length", Faults.LongerThanAnnounced(s_body), TransportFailure.None, 200),
        new("by HTTP/1.0", Faults.Raw("HTTP/1.0 200 OK\r\n\r\n" + Encoding.ASCII.GetString(s_body)), TransportFailure.None, 200),
        new("after 100 Continue", Faults.Raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n"
            + Encoding.ASCII.GetString(s_body)), TransportFailure.None, 200),
    };

    public static readonly TheoryData<Fault> BadAnswers = new()
    {
        new("reset after accept", Faults.ResetAtOnce, TransportFailure.Reset, 0),
        new("close after accept", Faults.CloseAtOnce, TransportFailure.Reset, 0),
        new("reset in mid-body", Faults.ResetInBody(s_body), TransportFailure.Reset, 200),
        new("never answers", Faults.NeverAnswer, TransportFailure.Timeout, 0, TakesAllTheTime: true),
        new("hangs in mid-body", Faults.HangInBody(s_body), TransportFailure.Timeout, 200, TakesAllTheTime: true),
        new("headers byte by byte", Faults.SlowHeaders(s_body), TransportFailure.Timeout, 0, TakesAllTheTime: true),
        new("body byte by byte", Faults.SlowBody(s_body), TransportFailure.Timeout, 200, TakesAllTheTime: true),
        new("body shorter than announced", Faults.ShorterThanAnnounced(s_body), TransportFailure.Truncated, 200),
        new("no last chunk", Faults.Truncated(s_body, ""), TransportFailure.Truncated, 200),
        new("half a last chunk", Faults.Truncated(s_body, "0\r\n"), TransportFailure.Truncated, 200),
        new("a chunk cut off", Faults.Truncated(s_body, "ff\r\nabc"), TransportFailure.Truncated, 200),
        new("a chunk without a size", Faults.Truncated(s_body, "xyz\r\n"), TransportFailure.Protocol, 200),
        new("100 MB announced", Faults.Endless(100_000_000), TransportFailure.TooLarge, 200),
        new("100 MB until close", Faults.Endless(null), TransportFailure.TooLarge, 200),
        new("chunks without end", Faults.Endless(null, chunked: true), TransportFailure.TooLarge, 200),
        new("one byte too many", Faults.Good(new byte[MaxBytes + 1]), TransportFailure.TooLarge, 200),
        new("headers of 70 KB", Faults.HugeHeaders(s_body, 70_000), TransportFailure.HeadersTooLarge, 0),
        new("headers of 10 MB", Faults.HugeHeaders(s_body, 10_000_000), TransportFailure.HeadersTooLarge, 0),
        new("gzip", Faults.Good(s_body, Faults.OcspType, "Content-Encoding: gzip"), TransportFailure.ContentEncoding, 200),
        new("an encoding of its own", Faults.Good(s_body, Faults.OcspType, "Content-Encoding: x-y, identity"), TransportFailure.ContentEncoding, 200),
        new("not HTTP", Faults.Raw("220 smtp.example.com ESMTP\r\n"), TransportFailure.Protocol, 0),
        new("nothing but an empty line", Faults.Raw("\r\n"), TransportFailure.Protocol, 0),
        new("redirect without target", Faults.Status(302), TransportFailure.BadRedirect, 302),
        new("redirect to file", Faults.Redirect(302, "file:///etc/passwd"), TransportFailure.BadRedirect, 302),
        new("redirect to ftp", Faults.Redirect(301, "ftp://127.0.0.1/"), TransportFailure.BadRedirect, 301),
        new("redirect to itself", Faults.Redirect(307, "/"), TransportFailure.BadRedirect, 307),
        new("redirect to nowhere", Faults.Redirect(308, "http://"), TransportFailure.BadRedirect, 308),
    };

    [Theory]
    [MemberData(nameof(GoodAnswers))]
    public async Task A_whole_body_arrives_however_it_is_framed(Fault good)
    {
        await using var server = new FaultyServer(good.Behaviour);
        HttpAnswer answer = await AskAsync(server.Url);

        Assert.Equal("", answer.Detail);
        Assert.Equal((TransportFailure.None, 200), (answer.Failure, answer.Status));
        Assert.Equal(s_body, answer.Body.ToArray());
    }

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task A_fault_is_named_and_brings_no_body(Fault bad)
    {
        await using var server = new FaultyServer(bad.Behaviour);
        long start = TimeProvider.System.GetTimestamp();
        HttpAnswer answer = await AskAsync(server.Url, timeout: bad.TakesAllTheTime ? s_short : s_ample);

        Assert.Equal((bad.Failure, bad.Status), (answer.Failure, answer.Status));
        Assert.True(answer.Body.IsEmpty);
        Assert.NotEqual("", answer.Detail);
        Assert.DoesNotContain('\n', answer.Detail);
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData(204)]
    [InlineData(206)]
    [InlineData(300)]
    [InlineData(304)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(407)]
    [InlineData(500)]
    [InlineData(599)]
    public async Task Any_other_status_is_passed_on_without_its_body(int status)
    {
        await using var server = new FaultyServer(status is 204 or 304 ? Faults.BareStatus(status) : exchange => exchange.AnswerAsync(status, "text/plain", s_body));
        HttpAnswer answer = await AskAsync(server.Url);

        Assert.Equal((TransportFailure.None, status, 0), (answer.Failure, answer.Status, answer.Body.Length));
    }

    [Theory]
    [InlineData(429, "120")]
    [InlineData(503, "Fri, 31 Dec 1999 23:59:59 GMT")]
    [InlineData(503, "soon")]
    public async Task Retry_After_is_passed_on_as_it_came(int status, string value)
    {
        await using var server = new FaultyServer(Faults.Status(status, $"Retry-After: {value}"));
        Assert.Equal(value, (await AskAsync(server.Url)).RetryAfter);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/ocsp-response")]
    [InlineData("APPLICATION/OCSP-Response; charset=\"x\"")]
    [InlineData("no type at all")]
    public async Task The_media_type_is_passed_on_as_it_came(string? type)
    {
        await using var server = new FaultyServer(Faults.Good(s_body, type));
        Assert.Equal(type, (await AskAsync(server.Url)).MediaType);
    }

    [Fact]
    public async Task An_empty_media_type_is_none()
    {
        await using var server = new FaultyServer(Faults.Good(s_body, ""));
        Assert.Null((await AskAsync(server.Url)).MediaType);
    }

    [Fact]
    public async Task A_body_of_just_the_limit_is_taken()
    {
        await using var server = new FaultyServer(Faults.GoodUntilClose(new byte[MaxBytes]));
        Assert.Equal(MaxBytes, (await AskAsync(server.Url)).Body.Length);
    }

    [Fact]
    public async Task Nobody_listening_is_refused()
    {
        HttpAnswer answer = await AskAsync(new Uri($"http://127.0.0.1:{FreePort()}/"));
        Assert.Equal((TransportFailure.Refused, 0), (answer.Failure, answer.Status));
    }

    [Fact]
    public async Task Validators_are_sent_with_GET_and_come_back()
    {
        var validators = new CacheValidators("\"abc\"", "Mon, 05 Jan 2026 10:00:00 GMT");
        await using var server = new FaultyServer(Faults.BareStatus(304, "ETag: \"def\"", "Last-Modified: yesterday"));
        using var transport = new HttpTransport();
        HttpAnswer answer = await transport.SendAsync(new(server.Url, null, validators), s_ample, MaxBytes, default);

        RecordedRequest request = Assert.Single(server.Requests);
        Assert.Equal("\"abc\"", request.Header("If-None-Match"));
        Assert.Equal("Mon, 05 Jan 2026 10:00:00 GMT", request.Header("If-Modified-Since"));
        Assert.Equal(304, answer.Status);
        Assert.Equal(new CacheValidators("\"def\"", "yesterday"), answer.Validators);
    }

    [Fact]
    public async Task A_question_says_who_asks_and_nothing_about_the_host()
    {
        await using var server = new FaultyServer(Faults.Good(s_body));
        using var transport = new HttpTransport();
        await transport.SendAsync(new(server.Url, new byte[] { 1, 2, 3 }, CacheValidators.None), s_ample, MaxBytes, default);

        RecordedRequest request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/"), (request.Method, request.Target));
        Assert.Equal([1, 2, 3], request.Body);
        Assert.Equal("application/ocsp-request", request.Header("Content-Type"));
        Assert.Matches(@"^Staple32/\d+\.\d+\.\d+$", request.Header("User-Agent"));
        Assert.Equal(
            ["Accept", "Content-Length", "Content-Type", "Host", "User-Agent"],
            request.Headers.Select(header => header.Name).Order());
    }

    [Fact]
    public async Task Connections_are_kept_and_used_again()
    {
        await using var server = new FaultyServer(Faults.Good(s_body));
        using var transport = new HttpTransport();
        for (int i = 0; i < 5; i++)
            await transport.SendAsync(new(server.Url, null, CacheValidators.None), s_ample, MaxBytes, default);

        Assert.Equal((5, 1), (server.Requests.Count, server.Connections));
    }

    [Fact]
    public async Task A_hanging_request_does_not_hold_up_another_to_the_same_server()
    {
        await using var server = new FaultyServer(exchange =>
            exchange.Request.Target == "/hang" ? exchange.HangAsync() : exchange.AnswerAsync(200, null, s_body));
        using var transport = new HttpTransport();
        Task<HttpAnswer> hanging = transport.SendAsync(new(new(server.Url, "hang"), null, CacheValidators.None), s_ample, MaxBytes, default);
        HttpAnswer quick = await transport.SendAsync(new(server.Url, null, CacheValidators.None), s_ample, MaxBytes, default);

        Assert.Equal(200, quick.Status);
        Assert.False(hanging.IsCompleted);
    }

    [Fact]
    public async Task Cancelling_ends_a_request_with_an_exception_and_nothing_else_does()
    {
        await using var server = new FaultyServer(Faults.NeverAnswer);
        using var transport = new HttpTransport();
        using var cancel = new CancellationTokenSource();
        Task<HttpAnswer> hanging = transport.SendAsync(new(server.Url, null, CacheValidators.None), s_ample, MaxBytes, cancel.Token);
        await cancel.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        Assert.Equal(cancel.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task A_URL_that_is_not_HTTP_is_a_failure_not_an_exception()
    {
        Assert.NotEqual(TransportFailure.None, (await AskAsync(new Uri("ldap://127.0.0.1/"))).Failure);
    }

    private static async Task<HttpAnswer> AskAsync(Uri url, TimeSpan? timeout = null)
    {
        using var transport = new HttpTransport();
        return await transport.SendAsync(new(url, null, CacheValidators.None), timeout ?? s_ample, MaxBytes, default);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
