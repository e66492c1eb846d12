using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Staple32.Tests.Retrieval;

/// <summary>
/// A server on loopback that does to each request what the test says, down to single bytes and resets. It reads whole
/// requests, records them, and hands each to the behaviour with the connection; the connection is kept until the
/// behaviour closes it.
/// </summary>
public sealed class FaultyServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private volatile Func<Exchange, Task> _behaviour;
    private int _accepted;

    /// <param name="behaviour">What to do with each request.</param>
    /// <param name="certificate">With it the server speaks TLS.</param>
    /// <param name="address">127.0.0.1 unless given.</param>
    /// <param name="port">A free one unless given.</param>
    public FaultyServer(
        Func<Exchange, Task> behaviour, X509Certificate2? certificate = null, IPAddress? address = null, int port = 0)
    {
        _behaviour = behaviour;
        _certificate = certificate;
        _listener = new TcpListener(address ?? IPAddress.Loopback, port);
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public Func<Exchange, Task> Behaviour
    {
        set => _behaviour = value;
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"{(_certificate is null ? "http" : "https")}://{_listener.LocalEndpoint}/");

    public int Connections => Volatile.Read(ref _accepted);

    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Task[] open;
        lock (_connections)
            open = [.. _connections];
        await Task.WhenAll(open);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
            {
                // The last of them, if the listener was stopped between one connection and the wait for the next.
                return;
            }

            Interlocked.Increment(ref _accepted);
            lock (_connections)
                _connections.Add(Task.Run(() => ServeAsync(socket)));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                socket.NoDelay = true;
                Stream stream = new NetworkStream(socket);
                if (_certificate is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(
                        new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                    stream = tls;
                }

                bool open = true;
                while (open && await RecordedRequest.ReadAsync(stream, _stop.Token) is { } request)
                {
                    lock (_requests)
                        _requests.Add(request);
                    var exchange = new Exchange(request, socket, stream, _stop.Token);
                    await _behaviour(exchange);
                    open = exchange.IsOpen;
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException
                or ObjectDisposedException or AuthenticationException)
            {
                // The client left, or the test is over.
            }
        }
    }
}
