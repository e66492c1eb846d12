using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Ocsp;
using Staple32.Prefetch;
using Staple32.Settings;

namespace Staple32.Abi.Responses;

/// <summary>The managed half of one HCERT_SERVER_OCSP_RESPONSE: its subscription, its update callback and the chain that the callback gets.</summary>
internal sealed unsafe class ResponseHandle : IServerResponseSink
{
    private readonly CERT_CHAIN_CONTEXT* _chain;
    private readonly PrefetchSettings _settings;
    private readonly UpdateCallback? _callback;
    private ResponseSlot* _slot;
    private SharedBlock? _installed;
    private ServerResponseSubscription? _subscription;

    /// <param name="chain">
    /// A reference that this object takes over. Only a callback ever sees the chain again: without one it is let go of at
    /// once, which with a hundred thousand handles is most of what they would hold.
    /// </param>
    public ResponseHandle(CERT_CHAIN_CONTEXT* chain, PrefetchSettings settings, UpdateCallback? callback)
    {
        if (callback is null)
            ChainContexts.Free(chain);
        else
            _chain = chain;
        _settings = settings;
        _callback = callback;
    }

    /// <summary>Starts the retrieval. Unless asked not to, waits until the first one has ended and its callback has returned.</summary>
    public void Start(ResponseSlot* slot, Prefetcher prefetcher, ServerResponseRequest request, bool isAsync)
    {
        _slot = slot;
        _subscription = prefetcher.Open(request, this);
        if (isAsync)
            return;
        _subscription.FirstAttempt.Wait();
        _callback?.WaitUntilIdle();
    }

    public ServerResponseStatus Query() => _subscription!.Query();

    /// <inheritdoc/>
    public void Install(AcceptedResponse response)
    {
        SharedBlock shared = SharedBlock.For(response);
        if (shared == _installed)
            return;
        // Until it is replaced the slot still holds the old one.
        _installed?.Uninstall(_slot);
        _installed = null;
        ResponseBlock* block = shared.Install(_slot, response, _settings);
        _slot->Replace(block);
        _installed = shared;
    }

    /// <inheritdoc/>
    public void Notify(ResponseUpdate update) => _callback?.Enqueue(update);

    /// <summary>Ends the retrieval and the callback; then lets go of the response and the chain.</summary>
    public void Close()
    {
        _subscription?.Close();
        _callback?.Stop();
        _installed?.Uninstall(_slot);
        _slot->Replace(null);
        if (_chain != null)
            ChainContexts.Free(_chain);
    }
}
