using Staple32.Ocsp;

namespace Staple32.Prefetch;

/// <summary>Whoever hands out the responses of one subscription.</summary>
public interface IServerResponseSink
{
    /// <summary>
    /// Replaces what is handed out; also called during Open if a response is already held. Calls come in order and under
    /// the entry's lock: be quick, and do not call the subscription.
    /// </summary>
    public void Install(AcceptedResponse response);

    /// <summary>
    /// Tells of a response after it was installed and, with WRITE, written. Calls for one sink come in order and never
    /// overlap; closing the subscription from within is allowed. Closing it from another thread waits for a running call:
    /// be quick here too, and do not wait for a lock that a closing thread may hold.
    /// </summary>
    public void Notify(ResponseUpdate update);
}

/// <summary>A newly accepted response, whether or not it is time valid.</summary>
/// <param name="New">The response; the same object for every sink of the entry.</param>
/// <param name="Previous">The one it replaced, as far as this sink has seen it; null for the sink's first.</param>
/// <param name="SourceUrl">The URL that brought it; a file URL if it was read from the directory.</param>
/// <param name="WriteError">The Win32 error of writing it to the directory; 0 if it was written or was not to be.</param>
public sealed record ResponseUpdate(AcceptedResponse New, AcceptedResponse? Previous, string SourceUrl, int WriteError);
