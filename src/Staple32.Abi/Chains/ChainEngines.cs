using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Chains;
using Staple32.Stores;

namespace Staple32.Abi.Chains;

/// <summary>HCERTCHAINENGINE: the engines that the host creates, and the two default ones behind the values 0, 1 and 2.</summary>
internal static unsafe class ChainEngines
{
    private const uint TableKind = 2;

    private static readonly HandleTable<ResyncableEngine> s_engines = new(TableKind);
    private static readonly ResyncableEngine s_ofUser = new(static () => EngineSettings.Default(EngineStores.OfUser));
    private static readonly ResyncableEngine s_ofMachine = new(static () => EngineSettings.Default(EngineStores.OfMachine));

    /// <summary>The engine behind a handle.</summary>
    /// <exception cref="AbiException">ERROR_INVALID_HANDLE: the engine was freed, or the handle never was one.</exception>
    public static ChainEngine Get(nint handle) => Find(handle).Engine;

    /// <summary>Creates an engine. Closing the stores that it was given does not affect it.</summary>
    public static int Create(CERT_CHAIN_ENGINE_CONFIG* config, nint* engine)
    {
        if (config == null || engine == null)
            return LastError.False(Errors.E_INVALIDARG);
        *engine = 0;
        var made = new ResyncableEngine(EngineSettings.Read(config));
        made.Resync();
        *engine = s_engines.Add(made);
        return 1;
    }

    /// <summary>Makes an engine look at its stores and at the machine's settings anew; calls that are using it go on.</summary>
    public static int Resync(nint handle)
    {
        ResyncableEngine engine = Find(handle);
        DirectoryStore.LookAgain();
        engine.Resync();
        return 1;
    }

    /// <summary>Forgets an engine; calls that are using it go on. The default engines stay.</summary>
    public static void Free(nint handle)
    {
        if (FindDefault(handle) is null && s_engines.Remove(handle) is null)
            LastError.Set(Errors.ERROR_INVALID_HANDLE);
    }

    private static ResyncableEngine Find(nint handle) =>
        FindDefault(handle) ?? s_engines.Find(handle) ?? throw new AbiException(Errors.ERROR_INVALID_HANDLE, "not a chain engine");

    private static ResyncableEngine? FindDefault(nint handle) => handle switch
    {
        ChainConstants.HCCE_CURRENT_USER => s_ofUser,
        ChainConstants.HCCE_LOCAL_MACHINE or ChainConstants.HCCE_SERIAL_LOCAL_MACHINE => s_ofMachine,
        _ => null,
    };

    /// <summary>An engine that can be made again: what it has read and remembered is then forgotten.</summary>
    private sealed class ResyncableEngine(Func<ChainEngineSettings> read)
    {
        private readonly Lock _lock = new();
        private volatile ChainEngine? _engine;

        public ChainEngine Engine
        {
            get
            {
                if (_engine is { } made)
                    return made;
                lock (_lock)
                    return _engine ??= new ChainEngine(read());
            }
        }

        public void Resync()
        {
            lock (_lock)
                _engine = new ChainEngine(read());
        }
    }
}
