using System.Globalization;
using Staple32.Retrieval;

namespace Staple32.Tests.Prefetch.Simulation;

/// <summary>What a simulated responder does with one request.</summary>
/// <param name="Latency">Until the answer is there; null: never.</param>
/// <param name="Answer">Null: the regular one.</param>
internal readonly record struct Behaviour(TimeSpan? Latency, HttpAnswer? Answer = null)
{
    public static Behaviour Hangs => new(null);

    public static Behaviour Refuses => new(TimeSpan.FromMilliseconds(1), HttpAnswer.Failed(TransportFailure.Refused, "refused"));

    public static Behaviour Says(int status, string? retryAfter = null) => new(TimeSpan.FromMilliseconds(50),
        new HttpAnswer(TransportFailure.None, status, "text/html", default, CacheValidators.None, retryAfter, ""));
}

/// <summary>
/// One responder: publishes a response for every certificate once per <see cref="Period"/>, valid for <see cref="Life"/>,
/// each certificate at a moment of its own, and behaves as it is told.
/// </summary>
internal sealed class SimulatedResponder(SimulatedClock clock, string host, TimeSpan life, TimeSpan period)
{
    public string Host { get; } = host;

    public Uri Url { get; } = new($"http://{host}/ocsp");

    public TimeSpan Life { get; } = life;

    public TimeSpan Period { get; } = period;

    /// <summary>How it behaves now, for the certificate asked about.</summary>
    public Func<ulong, Behaviour> Behave { get; set; } = _ => new Behaviour(TimeSpan.FromMilliseconds(100));

    /// <summary>What it says of a certificate now.</summary>
    public Func<ulong, long> StatusOf { get; set; } = _ => SimulatedResponse.Good;

    /// <summary>Real time at the responder: its clock does not step when ours does.</summary>
    public Func<DateTimeOffset> Clock { get; set; } = () => clock.Now;

    /// <summary>Whether it gives an ETag and answers 304.</summary>
    public bool UsesValidators { get; set; }

    public int InFlight { get; set; }

    public int MostInFlight { get; set; }

    public int Requests { get; set; }

    public int NotModified { get; private set; }

    /// <summary>When each request came, in monotonic time.</summary>
    public List<TimeSpan>? Arrivals { get; set; }

    /// <summary>thisUpdate of what is current for a certificate at a time.</summary>
    public DateTimeOffset PublishedAt(ulong serial, DateTimeOffset at)
    {
        var phase = (long)(unchecked(serial * 0x9E3779B97F4A7C15UL) % (ulong)Period.Ticks);
        return new DateTimeOffset(((at.UtcTicks - phase) / Period.Ticks * Period.Ticks) + phase, TimeSpan.Zero);
    }

    public HttpAnswer Answer(ulong serial, HttpQuestion question)
    {
        var published = PublishedAt(serial, Clock());
        var tag = UsesValidators ? published.UtcTicks.ToString(CultureInfo.InvariantCulture) + StatusOf(serial) : null;
        var validators = new CacheValidators(tag, null);
        if (tag is not null && question.Validators.ETag == tag)
        {
            NotModified++;
            return new HttpAnswer(TransportFailure.None, 304, null, default, validators, null, "");
        }

        return new HttpAnswer(TransportFailure.None, 200, "application/ocsp-response",
            SimulatedResponse.Encode(serial, published, published + Life, StatusOf(serial)), validators, null, "");
    }
}
