using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Stores;

namespace Staple32.Abi.Foreign;

/// <summary>
/// The current user's trusted roots as the system's Crypt32 puts them together (the machine's, the enterprise's, those of
/// policies, the user's own if policy lets them count), or as the registry has them where there is no Crypt32.
/// </summary>
/// <param name="registry">The source without Crypt32. It also tells when the roots have changed.</param>
internal sealed unsafe class SystemRootSource(ITrustRootSource registry) : ITrustRootSource
{
    private const uint Flags = (StoreFlags.CERT_SYSTEM_STORE_CURRENT_USER_ID << StoreFlags.CERT_SYSTEM_STORE_LOCATION_SHIFT)
        | StoreFlags.CERT_STORE_READONLY_FLAG;

    /// <inheritdoc/>
    public string Stamp() => registry.Stamp();

    /// <inheritdoc/>
    public IReadOnlyList<Certificate> Read(Action<string> report)
    {
        if (SystemCrypt32.Load() is not { } system)
            return registry.Read(report);
        nint store;
        fixed (char* name = "ROOT")
            store = system.OpenStore(StoreProviders.CERT_STORE_PROV_SYSTEM_W, 0, 0, Flags, name);
        if (store == 0)
            return registry.Read(report);
        try
        {
            return Read(store, system.Certificates, report);
        }
        finally
        {
            _ = system.CloseStore(store, 0);
        }
    }

    private static List<Certificate> Read(nint store, SystemElementFunctions functions, Action<string> report)
    {
        var certificates = new List<Certificate>();
        for (void* context = functions.Next(store, null); context != null; context = functions.Next(store, context))
        {
            var head = (ContextHead*)context;
            if (Certificate.TryParse(new ReadOnlySpan<byte>(head->Encoded, (int)head->EncodedLength).ToArray(), out Certificate? certificate))
                certificates.Add(certificate);
            else
                report("a root of the system's that is not a certificate");
        }

        return certificates;
    }
}
