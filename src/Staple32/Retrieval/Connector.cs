using System.Net;
using System.Net.Sockets;

namespace Staple32.Retrieval;

/// <summary>
/// Opens TCP connections to hosts with several addresses (RFC 8305, "happy eyeballs"): address families take turns, an
/// address that refuses makes room for the next at once, one that does not answer gets company after a moment, and the
/// first connection wins.
/// </summary>
internal sealed class Connector(NameResolver names, TimeSpan attemptDelay)
{
    private const int MaxAddresses = 16;

    /// <exception cref="SocketException">The name does not resolve or no address takes the connection.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> fired.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancel)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await names.ResolveAsync(host, cancel).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new NameNotResolvedException(host, e);
        }

        return await ConnectAnyAsync(InTurns(addresses), port, cancel).ConfigureAwait(false);
    }

    private async Task<Socket> ConnectAnyAsync(List<IPAddress> addresses, int port, CancellationToken cancel)
    {
        using var losers = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = new List<Task>(addresses.Count + 1);
        SocketException? failure = null;
        int next = 0;
        try
        {
            while (true)
            {
                if (next < addresses.Count)
                    running.Add(ConnectOneAsync(addresses[next++], port, losers.Token));
                Task? pause = next < addresses.Count ? Task.Delay(attemptDelay, losers.Token) : null;
                bool startNext = false;
                while (!startNext)
                {
                    Task done = await FirstOfAsync(running, pause).ConfigureAwait(false);
                    cancel.ThrowIfCancellationRequested();
                    if (done == pause)
                        break;
                    running.Remove(done);
                    try
                    {
                        return await ((Task<Socket>)done).ConfigureAwait(false);
                    }
                    catch (SocketException e)
                    {
                        failure = MoreTelling(failure, e);
                    }

                    startNext = next < addresses.Count;
                    if (!startNext && running.Count == 0)
                        throw failure;
                }
            }
        }
        finally
        {
            await losers.CancelAsync().ConfigureAwait(false);
            foreach (Task loser in running)
                _ = DisposeOfAsync((Task<Socket>)loser);
        }
    }

    private static Task<Task> FirstOfAsync(List<Task> running, Task? pause)
    {
        if (pause is null)
            return Task.WhenAny(running);
        var all = new List<Task>(running.Count + 1);
        all.AddRange(running);
        all.Add(pause);
        return Task.WhenAny(all);
    }

    private static async Task<Socket> ConnectOneAsync(IPAddress address, int port, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(new IPEndPoint(address, port), cancel).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task DisposeOfAsync(Task<Socket> loser)
    {
        try
        {
            (await loser.ConfigureAwait(false)).Dispose();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // It lost: why does not matter.
        }
    }

    /// <summary>The family that the resolver put first begins; then they alternate, each in the resolver's order.</summary>
    private static List<IPAddress> InTurns(IPAddress[] addresses)
    {
        var mine = new Queue<IPAddress>();
        var other = new Queue<IPAddress>();
        foreach (IPAddress address in addresses)
            (address.AddressFamily == addresses[0].AddressFamily ? mine : other).Enqueue(address);
        var turns = new List<IPAddress>(Math.Min(addresses.Length, MaxAddresses));
        while (turns.Count < MaxAddresses && (mine.Count > 0 || other.Count > 0))
        {
            if (mine.TryDequeue(out IPAddress? first))
                turns.Add(first);
            if (turns.Count < MaxAddresses && other.TryDequeue(out IPAddress? second))
                turns.Add(second);
        }

        return turns;
    }

    /// <summary>That this machine has no IPv6 says less than that the host's IPv4 address refused.</summary>
    private static SocketException MoreTelling(SocketException? before, SocketException now) =>
        before is null || IsLocal(before.SocketErrorCode) ? now : IsLocal(now.SocketErrorCode) ? before : now;

    private static bool IsLocal(SocketError error) =>
        error is SocketError.NetworkUnreachable or SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable;
}
