using System.Buffers.Binary;
using Staple32.Retrieval;

namespace Staple32.Tests.Prefetch.Simulation;

/// <summary>A network of simulated responders, found by host name.</summary>
internal sealed class SimulatedTransport(SimulatedClock clock) : IHttpTransport
{
    private readonly Dictionary<string, SimulatedResponder> _responders = [];

    public int InFlight { get; private set; }

    public int MostInFlight { get; private set; }

    public int Requests { get; private set; }

    public SimulatedResponder Add(string host, TimeSpan life, TimeSpan? period = null)
    {
        var responder = new SimulatedResponder(clock, host, life, period ?? life / 2);
        _responders.Add(host, responder);
        return responder;
    }

    public Task<HttpAnswer> SendAsync(HttpQuestion question, TimeSpan timeout, int maxBytes, CancellationToken cancel)
    {
        Requests++;
        if (!_responders.TryGetValue(question.Url.Host, out var responder))
            return Task.FromResult(HttpAnswer.Failed(TransportFailure.Dns, "no such host"));
        responder.Requests++;
        responder.Arrivals?.Add(clock.Elapsed);
        responder.MostInFlight = Math.Max(responder.MostInFlight, ++responder.InFlight);
        MostInFlight = Math.Max(MostInFlight, ++InFlight);

        var serial = SerialIn(question);
        var behaviour = responder.Behave(serial);
        var pending = new TaskCompletionSource<HttpAnswer>();
        if (behaviour.Latency is { } latency && latency < timeout)
            clock.After(latency, () => End(() => pending.TrySetResult(behaviour.Answer ?? responder.Answer(serial, question))));
        else
            clock.After(timeout, () => End(() => pending.TrySetResult(HttpAnswer.Failed(TransportFailure.Timeout, "timeout"))));
        cancel.Register(() => End(() => pending.TrySetCanceled(cancel)));
        return pending.Task;

        void End(Action complete)
        {
            if (pending.Task.IsCompleted) return;
            responder.InFlight--;
            InFlight--;
            complete();
        }
    }

    /// <summary>The serial number is the last thing in a request: by its tag, length 8, and eight octets.</summary>
    private static ulong SerialIn(HttpQuestion question)
    {
        var request = question.PostBody is { } body
            ? body.ToArray()
            : Convert.FromBase64String(Uri.UnescapeDataString(question.Url.AbsolutePath[(question.Url.AbsolutePath.LastIndexOf('/') + 1)..]));
        return BinaryPrimitives.ReadUInt64BigEndian(request.AsSpan(^8));
    }
}
