namespace Staple32.Retrieval;

/// <summary>One HTTP request and its answer. The network enters the core here and nowhere else.</summary>
public interface IHttpTransport
{
    /// <summary>Sends a request, following redirects, and reads the whole answer.</summary>
    /// <param name="question">What to ask.</param>
    /// <param name="timeout">For all of it: name resolution, connecting, TLS, redirects, headers and body.</param>
    /// <param name="maxBytes">A longer body is cut off and refused.</param>
    /// <param name="cancel">Gives up at once.</param>
    /// <returns>Never faults: every failure is an answer with a <see cref="TransportFailure"/>.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> fired.</exception>
    public Task<HttpAnswer> SendAsync(HttpQuestion question, TimeSpan timeout, int maxBytes, CancellationToken cancel);
}
