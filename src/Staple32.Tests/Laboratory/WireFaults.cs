using System.Net;
using Staple32.Retrieval;
using Staple32.Tests.Retrieval;
using static Staple32.Tests.Laboratory.Ending;

namespace Staple32.Tests.Laboratory;

/// <summary>What can go wrong before there is a response to judge.</summary>
internal static class WireFaults
{
    // Real refusals, dead addresses and resolvers are tested with the transport; here is what the library makes of them.
    public static readonly Fault[] Transport =
    [
        Fault.InTheNetwork("connection refused", TransportFailure.Refused),
        Fault.InTheNetwork("no answer to SYN", TransportFailure.Timeout),
        Fault.InTheNetwork("name not found", TransportFailure.Dns),
        Fault.InTheNetwork("no route", TransportFailure.Unreachable),
        OnTheWire("reset after accept", _ => Faults.ResetAtOnce),
        OnTheWire("closed after accept", _ => Faults.CloseAtOnce),
        OnTheWire("reset in mid-body", Faults.ResetInBody),
        Stalling("accepts and never answers", _ => Faults.NeverAnswer),
        Stalling("headers byte by byte", Faults.SlowHeaders),
        Stalling("body byte by byte", Faults.SlowBody),
        OnTheWire("body shorter than announced", Faults.ShorterThanAnnounced),
        OnTheWire("body longer than announced", Faults.LongerThanAnnounced, Taken),
        OnTheWire("body of 100 MB", _ => Faults.Endless(100_000_000)),
        OnTheWire("body without end", _ => Faults.Endless(null)),
        OnTheWire("chunks of one byte", Faults.GoodInOneByteChunks, Taken),
        OnTheWire("closed by the end of the connection", Faults.GoodUntilClose, Taken),
        OnTheWire("last chunk cut off", body => Faults.Truncated(body, "0\r\n")),
        OnTheWire("headers of 70 KB", body => Faults.HugeHeaders(body, 70_000)),
        OnTheWire("not HTTP", _ => Faults.Raw("220 smtp.example.com ESMTP\r\n")),
        OnTheWire("gzip that was not asked for", body => Faults.Good(body, Faults.OcspType, "Content-Encoding: gzip")),
    ];

    public static readonly Fault[] Http =
    [
        Status(204),
        Status(206),
        Status(304, "304 without a validator"),
        OnTheWire("HTTP", "301 to a good answer", body => Moved(301, body), Taken),
        OnTheWire("HTTP", "302 to a good answer", body => Moved(302, body), Taken),
        OnTheWire("HTTP", "307 to a good answer", body => Moved(307, body), Taken),
        OnTheWire("HTTP", "308 to a good answer", body => Moved(308, body), Taken),
        OnTheWire("HTTP", "redirect loop", _ => Faults.Redirect(302, "/")),
        OnTheWire("HTTP", "redirect to file:", _ => Faults.Redirect(302, "file:///etc/passwd")),
        Status(404),
        OnTheWire("HTTP", "405 on GET, good on POST", body => Faults.ByMethod(Faults.Status(405), Faults.Good(body)), Taken),
        OnTheWire("HTTP", "405 on POST, good on GET", body => Faults.ByMethod(Faults.Good(body), Faults.Status(405)), Taken),
        Status(407, "407 from a proxy"),
        OnTheWire("HTTP", "429 with Retry-After", _ => Faults.Status(429, "Retry-After: 120")),
        OnTheWire("HTTP", "503 with Retry-After", _ => Faults.Status(503, "Retry-After: 120")),
        Status(500),
        OnTheWire("HTTP", "captive portal: HTML with 200", _ => Faults.Html()),
        OnTheWire("HTTP", "HTML labelled application/ocsp-response", _ => Faults.Html(Faults.OcspType)),
        OnTheWire("HTTP", "media type missing", body => Faults.Good(body, type: null), Taken),
        OnTheWire("HTTP", "media type with a parameter", body => Faults.Good(body, Faults.OcspType + "; charset=binary"), Taken),
        OnTheWire("HTTP", "media type in capitals", body => Faults.Good(body, "APPLICATION/OCSP-RESPONSE"), Taken),
        OnTheWire("HTTP", "media type of something else", body => Faults.Good(body, "application/octet-stream")),
    ];

    private static Fault Status(int status, string? name = null) =>
        Fault.OnTheWire("HTTP", name ?? $"{status} {Phrase(status)}", Kept, _ => status is 204 or 304 ? Faults.BareStatus(status) : Faults.Status(status));

    private static string Phrase(int status) => ((HttpStatusCode)status).ToString();

    private static Func<Exchange, Task> Moved(int status, byte[] body) =>
        exchange => exchange.Request.Target == "/moved" ? Faults.Good(body)(exchange) : Faults.Redirect(status, "/moved")(exchange);

    private static Fault OnTheWire(string name, Func<byte[], Func<Exchange, Task>> behaviour, Ending ending = Kept) =>
        Fault.OnTheWire("Transport", name, ending, behaviour);

    private static Fault OnTheWire(string group, string name, Func<byte[], Func<Exchange, Task>> behaviour, Ending ending = Kept) =>
        Fault.OnTheWire(group, name, ending, behaviour);

    private static Fault Stalling(string name, Func<byte[], Func<Exchange, Task>> behaviour) =>
        Fault.OnTheWire("Transport", name, Kept, behaviour, stalls: true);
}
