using System.Net;
using System.Net.Sockets;

namespace Staple32.Tests.Retrieval;

/// <summary>
/// An address and port that never answer a SYN: a listener that accepts nobody and whose queue is full, where Linux
/// drops what comes (elsewhere it may refuse).
/// </summary>
public sealed class BlackHole : IDisposable
{
    private readonly Socket _listener;
    private readonly List<Socket> _fillers = [];

    public BlackHole(IPAddress address)
    {
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, 0));
        _listener.Listen(0);
        // Some get into the queue; the first that does not within a good while shows that it is full.
        while (_fillers.Count < 64)
        {
            var filler = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _fillers.Add(filler);
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(250));
            try
            {
                filler.ConnectAsync(_listener.LocalEndPoint!, patience.Token).AsTask().GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose()
    {
        foreach (Socket filler in _fillers)
            filler.Dispose();
        _listener.Dispose();
    }
}
