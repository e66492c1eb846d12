using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Log;
using Staple32.Ocsp;
using Staple32.Prefetch;
using Staple32.Revocation;
using Staple32.Stores;

namespace Staple32.Abi.Responses;

/// <summary>
/// The update callback of one handle: the updates that the host has yet to be told of, told one after the other on the
/// threads of <see cref="CallbackThreads"/>.
/// </summary>
/// <remarks>
/// <para>
/// The host may do anything in its callback that it may do elsewhere, Close of the very handle included, and may block.
/// What it must not do is leave it by other means than returning: a C++ exception or a longjmp through the library's
/// frames ends the process or worse. And, as with any join, a callback that waits for a thread which is in this handle's
/// last Close waits for ever.
/// </para>
/// <para>
/// The responses' native blocks are secured when an update arrives, so that the callback sees the pointer that Get
/// handed out even if a newer response has come in the meantime.
/// </para>
/// </remarks>
internal sealed unsafe class UpdateCallback
{
    private readonly Lock _lock = new();
    private readonly Queue<Pending> _pending = new();
    private readonly delegate* unmanaged<void*, void*, void*, void*, void*, uint, void> _function;
    private readonly nint _argument;
    private readonly CERT_CHAIN_CONTEXT* _chain;
    private readonly Certificate _leaf;

    // Guarded by _lock.
    private long _arrived;
    private long _done;
    private bool _isPosted;
    private bool _isStopped;
    private int _runningThread;
    private List<ManualResetEvent>? _waiting;

    // Only the thread that runs the callback touches it, and there is one at a time.
    private View? _last;

    private UpdateCallback(OpenParameters parameters, CERT_CHAIN_CONTEXT* chain)
    {
        _function = (delegate* unmanaged<void*, void*, void*, void*, void*, uint, void>)parameters.Callback;
        _argument = parameters.CallbackArgument;
        _chain = chain;
        _leaf = CertificateContexts.Of(chain->rgpChain[0]->rgpElement[0]->pCertContext).Certificate;
    }

    /// <summary>The callback that a caller of Open asks for, null if none. To be ended with <see cref="Stop"/>.</summary>
    /// <param name="parameters">The caller's parameters.</param>
    /// <param name="chain">What the callback gets as pChainContext; the handle's reference must last until <see cref="Stop"/>.</param>
    /// <exception cref="OutOfMemoryException">No thread can be had to run it on.</exception>
    public static UpdateCallback? For(OpenParameters parameters, CERT_CHAIN_CONTEXT* chain)
    {
        if (parameters.Callback == 0)
            return null;
        var callback = new UpdateCallback(parameters, chain);
        CallbackThreads.Join();
        return callback;
    }

    /// <summary>Tells the host of an update, later and on another thread. Never throws; does nothing after <see cref="Stop"/>.</summary>
    public void Enqueue(ResponseUpdate update)
    {
        try
        {
            lock (_lock)
            {
                if (_isStopped)
                    return;
                _pending.Enqueue(new Pending(update, SharedBlock.For(update.New).Reference(update.New)));
                _arrived++;
                if (_isPosted)
                    return;
                _isPosted = true;
            }

            CallbackThreads.Post(this);
        }
        catch (Exception e)
        {
            Library.Log.Write(LogLevel.Error, $"an update callback is left out: {e.Message}");
        }
    }

    /// <summary>Returns when the host has been told of everything that had arrived by now, or <see cref="Stop"/> was called.</summary>
    public void WaitUntilIdle()
    {
        long target;
        lock (_lock)
            target = _arrived;
        WaitUntil(() => _done >= target || _isStopped);
    }

    /// <summary>
    /// After it returns no call starts and, unless this is the callback's own thread, none runs: what has not been told
    /// yet is dropped.
    /// </summary>
    public void Stop()
    {
        bool isFirst;
        lock (_lock)
        {
            isFirst = !_isStopped;
            _isStopped = true;
            while (_pending.TryDequeue(out Pending dropped))
                dropped.Block->Add(-1);
            WakeWaiting();
        }

        WaitUntil(() => _runningThread == 0 || _runningThread == Environment.CurrentManagedThreadId);
        if (isFirst)
            CallbackThreads.Leave();
    }

    /// <summary>Makes the next call, if one is due. For <see cref="CallbackThreads"/>, one thread at a time.</summary>
    /// <returns>Whether another one is due.</returns>
    public bool RunNext()
    {
        Pending update;
        lock (_lock)
        {
            if (!_pending.TryDequeue(out update))
            {
                _isPosted = false;
                return false;
            }

            _runningThread = Environment.CurrentManagedThreadId;
        }

        try
        {
            Call(update);
        }
        catch (Exception e)
        {
            // The call was not made; the next update is told as if this one had not been.
            Library.Log.Write(LogLevel.Error, $"an update callback is left out: {e.Message}");
        }

        lock (_lock)
        {
            _runningThread = 0;
            _done++;
            WakeWaiting();
            return _isPosted = _pending.Count > 0;
        }
    }

    private void Call(in Pending pending)
    {
        // The handle's own reference ends with Close, which may come from inside the call.
        ChainContexts.AddRef(_chain);
        CRL_CONTEXT* current = null;
        CRL_CONTEXT* previous = null;
        try
        {
            var view = new View(pending.Update.New, pending.Update.SourceUrl);
            current = view.Context(_leaf);
            previous = _last is null ? null : _last.Context(_leaf);
            _function(_chain, pending.Block->Context, current, previous, (void*)_argument, (uint)pending.Update.WriteError);
            _last = view;
        }
        finally
        {
            if (previous != null)
                CrlContexts.Free(previous);
            if (current != null)
                CrlContexts.Free(current);
            pending.Block->Add(-1);
            ChainContexts.Free(_chain);
        }
    }

    /// <summary>Waits for something that changes under the lock when a call has returned or the callback is stopped.</summary>
    private void WaitUntil(Func<bool> isSo)
    {
        while (true)
        {
            // An event for each wait, since there are few: Monitor.Wait would keep something for every handle there ever was.
            ManualResetEvent changed;
            lock (_lock)
            {
                if (isSo())
                    return;
                changed = new ManualResetEvent(false);
                (_waiting ??= []).Add(changed);
            }

            CallbackThreads.Suspend();
            changed.WaitOne();
            CallbackThreads.Resume();
            changed.Dispose();
        }
    }

    private void WakeWaiting()
    {
        if (_waiting is null)
            return;
        foreach (ManualResetEvent changed in _waiting)
            changed.Set();
        _waiting = null;
    }

    private readonly struct Pending(ResponseUpdate update, ResponseBlock* block)
    {
        public ResponseUpdate Update { get; } = update;

        /// <summary>One reference of ours.</summary>
        public ResponseBlock* Block { get; } = block;
    }

    /// <summary>
    /// A response as a CRL. Between two calls only the response is kept, which the library holds anyway; but while the
    /// host keeps the context, the next call's pPrevCrlContext is the same pointer.
    /// </summary>
    private sealed class View(AcceptedResponse response, string sourceUrl)
    {
        private WeakReference<StoredCrl>? _stored;

        /// <summary>The context, with a reference for the caller.</summary>
        public CRL_CONTEXT* Context(Certificate leaf)
        {
            if (_stored is null || !_stored.TryGetTarget(out StoredCrl? stored))
            {
                stored = OcspView.Create(response, leaf, sourceUrl);
                _stored = new WeakReference<StoredCrl>(stored);
            }

            return CrlContexts.For(stored);
        }
    }
}
