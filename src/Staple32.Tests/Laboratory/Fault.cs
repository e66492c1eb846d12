using Staple32.Retrieval;
using Staple32.Tests.Retrieval;

namespace Staple32.Tests.Laboratory;

/// <summary>How a fault must end.</summary>
internal enum Ending
{
    /// <summary>Nothing is accepted: what was held goes on being handed out.</summary>
    Kept,

    /// <summary>No fault at all, however odd: the response is accepted and handed out.</summary>
    Taken,

    /// <summary>Accepted as the latest, but not handed out by now: too little of its validity is left.</summary>
    TakenNotServed,
}

/// <summary>One way in which a responder or the way to it can misbehave.</summary>
/// <param name="Group">Transport, HTTP, Response, Authority, Single response or Time.</param>
/// <param name="Name">As it stands in the table of docs/operations.md.</param>
/// <param name="Ending">How it must end.</param>
/// <param name="Answer">What one request gets.</param>
internal sealed record Fault(string Group, string Name, Ending Ending, Func<Bench, HttpQuestion, HttpAnswer> Answer)
{
    /// <summary>Done over a real connection by a server that does it.</summary>
    public static Fault OnTheWire(
        string group, string name, Ending ending, Func<byte[], Func<Exchange, Task>> behaviour, bool stalls = false) =>
        new(group, name, ending, (bench, question) => Bench.AskOverTheWire(question, behaviour(bench.GoodBody()), stalls));

    /// <summary>A network that brings no answer.</summary>
    public static Fault InTheNetwork(string name, TransportFailure failure) =>
        new("Transport", name, Ending.Kept, (_, _) => HttpAnswer.Failed(failure, name));

    /// <summary>A body that is delivered as it should be.</summary>
    public static Fault InTheBody(string group, string name, Ending ending, Func<Bench, byte[]> body) =>
        new(group, name, ending, (bench, _) => Bench.Deliver(body(bench)));

    public override string ToString() => $"{Group}: {Name}";
}
