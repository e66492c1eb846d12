using System.Net;
using System.Net.Sockets;

namespace Staple32.Retrieval;

/// <summary>
/// Resolves host names on threads of its own. getaddrinfo blocks, for up to half a minute when name servers are silent,
/// and cannot be interrupted: on the thread pool two such names would hold up everybody else's timers and answers on a
/// small machine. Here a name that hangs holds one thread, however many ask for it, and the one who asks can leave.
/// </summary>
/// <param name="lookup">Blocks until it has the addresses of a name, or throws.</param>
internal sealed class NameResolver(Func<string, IPAddress[]> lookup)
{
    public const int MaxThreads = 32;
    private const int StackBytes = 512 * 1024;

    private readonly object _gate = new();
    private readonly Dictionary<string, TaskCompletionSource<IPAddress[]>> _pending = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<string> _waiting = new();
    private int _threads;

    /// <summary>The addresses of a name, at least one; a literal address is its own.</summary>
    /// <exception cref="SocketException">There are none, or they cannot be had.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> fired; the lookup goes on for others.</exception>
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host, out IPAddress? literal))
            return Task.FromResult<IPAddress[]>([literal]);
        TaskCompletionSource<IPAddress[]>? lookupOfHost;
        lock (_gate)
        {
            if (!_pending.TryGetValue(host, out lookupOfHost))
            {
                lookupOfHost = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _pending.Add(host, lookupOfHost);
                _waiting.Enqueue(host);
                if (_threads < MaxThreads)
                    StartThread();
            }
        }

        return lookupOfHost.Task.WaitAsync(cancel);
    }

    private void StartThread()
    {
        var thread = new Thread(Work, StackBytes) { IsBackground = true, Name = "staple32 names" };
        _threads++;
        try
        {
            thread.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The threads that run will take the name up; if there are none, nobody can.
            if (--_threads == 0)
                FailAllWaiting(e);
        }
    }

    private void FailAllWaiting(Exception reason)
    {
        while (_waiting.TryDequeue(out string? host))
        {
            if (_pending.Remove(host, out TaskCompletionSource<IPAddress[]>? asked))
                Fault(asked, reason);
        }
    }

    private void Work()
    {
        while (true)
        {
            string? host;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out host))
                {
                    _threads--;
                    return;
                }
            }

            IPAddress[]? addresses = null;
            Exception? failure = null;
            try
            {
                addresses = lookup(host);
                if (addresses.Length == 0)
                    failure = new SocketException((int)SocketError.NoData);
            }
            catch (Exception e)
            {
                failure = e;
            }

            TaskCompletionSource<IPAddress[]>? asked;
            lock (_gate)
                _pending.Remove(host, out asked);
            if (failure is not null)
                Fault(asked!, failure);
            else
                asked!.SetResult(addresses!);
        }
    }

    private static void Fault(TaskCompletionSource<IPAddress[]> asked, Exception reason)
    {
        asked.SetException(reason is SocketException ? reason : new SocketException((int)SocketError.TryAgain));
        // Those who asked may all have left by now: an exception that nobody looks at is still looked after.
        _ = asked.Task.Exception;
    }
}
