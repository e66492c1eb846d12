using System.Net.Sockets;
using System.Security.Authentication;

namespace Staple32.Retrieval;

/// <summary>
/// Reads from the framework's exceptions what happened on the wire. The texts are our own: the native library is built
/// without the framework's messages.
/// </summary>
internal static class FailureReader
{
    /// <summary>The answer that a failed request or a broken body stands for.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="status">The status that had come by then, 0 if none.</param>
    public static HttpAnswer Read(Exception failure, int status)
    {
        // A proxy that does not open its tunnel answers with a status; it counts like any other.
        if (failure is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: { } proxySays })
            return HttpAnswer.Failed(TransportFailure.None, "from the proxy", (int)proxySays);
        var (kind, detail) = Explain(failure, bodyBegan: status != 0);
        return HttpAnswer.Failed(kind, detail, status);
    }

    private static (TransportFailure Kind, string Detail) Explain(Exception failure, bool bodyBegan)
    {
        // The cause tells more than what wraps it.
        for (Exception? e = failure; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case NameNotResolvedException unknown:
                    return (TransportFailure.Dns, $"cannot resolve {LogText.Clean(unknown.Host)}");
                case AuthenticationException:
                    return (TransportFailure.Tls, $"TLS failed: {LogText.Clean(e.InnerException?.Message ?? e.Message)}");
                case SocketException socket:
                    return Explain(socket.SocketErrorCode);
            }
        }

        HttpRequestError error = failure switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException body => body.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        return error switch
        {
            HttpRequestError.NameResolutionError => (TransportFailure.Dns, "cannot resolve the host's name"),
            HttpRequestError.SecureConnectionError => (TransportFailure.Tls, "TLS failed"),
            HttpRequestError.InvalidResponse => (TransportFailure.Protocol, bodyBegan ? "malformed body" : "the answer is not HTTP"),
            HttpRequestError.ConfigurationLimitExceeded => (TransportFailure.HeadersTooLarge, "the headers are too long"),
            HttpRequestError.ResponseEnded when bodyBegan => (TransportFailure.Truncated, "the body ended early"),
            HttpRequestError.ResponseEnded => (TransportFailure.Reset, "the connection was closed before an answer came"),
            HttpRequestError.ProxyTunnelError => (TransportFailure.Other, "the proxy does not open a tunnel"),
            _ when failure is HttpRequestException or IOException => (TransportFailure.Reset, "the connection broke"),
            _ => (TransportFailure.Other, LogText.Clean($"{failure.GetType().Name}: {failure.Message}")),
        };
    }

    private static (TransportFailure Kind, string Detail) Explain(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => (TransportFailure.Refused, "connection refused"),
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery =>
            (TransportFailure.Dns, "cannot resolve the host's name"),
        SocketError.TimedOut => (TransportFailure.Timeout, "the host does not answer"),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown =>
            (TransportFailure.Reset, "connection reset"),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown
            or SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable =>
            (TransportFailure.Unreachable, "no route to the host"),
        SocketError.TooManyOpenSockets => (TransportFailure.Other, "too many open files"),
        _ => (TransportFailure.Other, $"socket error {error}"),
    };
}
