using System.Text;

namespace Staple32.Tests.Retrieval;

/// <summary>Ways for a <see cref="FaultyServer"/> to answer, good and bad, each to be used in any test.</summary>
public static class Faults
{
    public const string OcspType = "application/ocsp-response";
    private static readonly TimeSpan s_drip = TimeSpan.FromMilliseconds(100);

    // Good in every form that HTTP has for it.

    public static Func<Exchange, Task> Good(byte[] body, string? type = OcspType, params string[] headers) =>
        exchange => exchange.AnswerAsync(200, type, body, headers);

    public static Func<Exchange, Task> GoodUntilClose(byte[] body) => async exchange =>
    {
        await exchange.SendAsync(Exchange.Head(200, OcspType, "Connection: close"));
        await exchange.SendAsync(body);
        exchange.Close();
    };

    public static Func<Exchange, Task> GoodInOneByteChunks(byte[] body) => async exchange =>
    {
        await exchange.SendAsync(Exchange.Head(200, OcspType, "Transfer-Encoding: chunked"));
        foreach (byte b in body)
            await exchange.SendAsync((byte[])[.. "1\r\n"u8, b, .. "\r\n"u8]);
        await exchange.SendAsync("0\r\n\r\n");
    };

    // Statuses.

    public static Func<Exchange, Task> Status(int status, params string[] headers) =>
        exchange => exchange.AnswerAsync(status, null, ReadOnlyMemory<byte>.Empty, headers);

    /// <summary>An answer that has no body by its status.</summary>
    public static Func<Exchange, Task> BareStatus(int status, params string[] headers) =>
        exchange => exchange.SendAsync(Exchange.Head(status, null, headers));

    public static Func<Exchange, Task> Redirect(int status, string location) => Status(status, $"Location: {location}");

    public static Func<Exchange, Task> Html(string type = "text/html; charset=utf-8") =>
        exchange => exchange.AnswerAsync(200, type, "<html>Please log in</html>"u8.ToArray());

    public static Func<Exchange, Task> ByMethod(Func<Exchange, Task> get, Func<Exchange, Task> post) =>
        exchange => (exchange.Request.Method == "GET" ? get : post)(exchange);

    // Connections that break or stall.

    public static Task ResetAtOnce(Exchange exchange)
    {
        exchange.Reset();
        return Task.CompletedTask;
    }

    public static Task CloseAtOnce(Exchange exchange)
    {
        exchange.Close();
        return Task.CompletedTask;
    }

    public static Task NeverAnswer(Exchange exchange) => exchange.HangAsync();

    public static Func<Exchange, Task> ResetInBody(byte[] body) => async exchange =>
    {
        await exchange.SendAsync(Exchange.Head(200, OcspType, $"Content-Length: {body.Length}"));
        await exchange.SendAsync(body.AsMemory(0, body.Length / 2));
        // So that the client has read that much before the reset overtakes it.
        await Task.Delay(s_drip, exchange.Stopped);
        exchange.Reset();
    };

    public static Func<Exchange, Task> HangInBody(byte[] body) => async exchange =>
    {
        await exchange.SendAsync(Exchange.Head(200, OcspType, $"Content-Length: {body.Length}"));
        await exchange.SendAsync(body.AsMemory(0, body.Length / 2));
        await exchange.HangAsync();
    };

    public static Func<Exchange, Task> SlowHeaders(byte[] body) => exchange => exchange.DripAsync(
        (byte[])[.. Encoding.Latin1.GetBytes(Exchange.Head(200, OcspType, $"Content-Length: {body.Length}")), .. body], s_drip);

    public static Func<Exchange, Task> SlowBody(byte[] body) => async exchange =>
    {
        await exchange.SendAsync(Exchange.Head(200, OcspType, $"Content-Length: {body.Length}"));
        await exchange.DripAsync(body, s_drip);
    };

    // Bodies and headers of a wrong size.

    public static Func<Exchange, Task> ShorterThanAnnounced(byte[] body) => async exchange =>
    {
        await exchange.SendAsync(Exchange.Head(200, OcspType, $"Content-Length: {body.Length + 10}"));
        await exchange.SendAsync(body);
        exchange.Close();
    };

    public static Func<Exchange, Task> LongerThanAnnounced(byte[] body) => async exchange =>
    {
        await exchange.SendAsync(Exchange.Head(200, OcspType, $"Content-Length: {body.Length}"));
        await exchange.SendAsync((byte[])[.. body, .. "more"u8]);
        exchange.Close();
    };

    public static Func<Exchange, Task> Truncated(byte[] body, string lastChunk) => async exchange =>
    {
        await exchange.SendAsync(Exchange.Head(200, OcspType, "Transfer-Encoding: chunked"));
        await exchange.SendAsync($"{body.Length:x}\r\n");
        await exchange.SendAsync(body);
        await exchange.SendAsync("\r\n" + lastChunk);
        exchange.Close();
    };

    /// <summary>Sends without end, or until <paramref name="announced"/> bytes are sent.</summary>
    public static Func<Exchange, Task> Endless(long? announced, bool chunked = false) => async exchange =>
    {
        string framing = announced is { } length ? $"Content-Length: {length}" : chunked ? "Transfer-Encoding: chunked" : "Connection: close";
        await exchange.SendAsync(Exchange.Head(200, OcspType, framing));
        byte[] block = new byte[65536];
        for (long sent = 0; sent < (announced ?? long.MaxValue); sent += block.Length)
        {
            if (chunked)
                await exchange.SendAsync("10000\r\n");
            await exchange.SendAsync(block);
            if (chunked)
                await exchange.SendAsync("\r\n");
        }
    };

    public static Func<Exchange, Task> HugeHeaders(byte[] body, int bytes) => async exchange =>
    {
        var headers = new List<string>();
        for (int sent = 0; sent < bytes; sent += 1000)
            headers.Add($"X-Filler-{sent}: {new string('x', 980)}");
        await exchange.AnswerAsync(200, OcspType, body, [.. headers]);
    };

    public static Func<Exchange, Task> Raw(string text) => async exchange =>
    {
        await exchange.SendAsync(text);
        exchange.Close();
    };
}
