using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Stores;

namespace Staple32.Abi.Foreign;

/// <summary>
/// Certificate and CRL contexts that the system's Crypt32 made, given to this library's functions: counted and asked
/// through the system's. Each method does nothing and says so if a context is not the system's.
/// </summary>
internal static unsafe class SystemElements
{
    // More than any property holds; a context that says more is left alone.
    private const uint MaxPropertyBytes = 16 * 1024 * 1024;

    /// <summary>Another reference to a context.</summary>
    public static bool TryDuplicate(BlockKind kind, void* context)
    {
        if (!SystemCrypt32.Made((ContextHead*)context) || SystemCrypt32.Present is not { } system)
            return false;
        return system.Of(kind).Duplicate(context) == context;
    }

    /// <summary>Drops a reference to a context.</summary>
    public static bool TryFree(BlockKind kind, void* context)
    {
        if (!SystemCrypt32.Made((ContextHead*)context) || SystemCrypt32.Present is not { } system)
            return false;
        _ = system.Of(kind).Free(context);
        return true;
    }

    /// <summary>Reads a property, with the system's own answer.</summary>
    public static bool TryGetProperty(BlockKind kind, void* context, uint id, void* data, uint* size, out int result)
    {
        result = 0;
        if (!SystemCrypt32.Made((ContextHead*)context) || SystemCrypt32.Present is not { } system)
            return false;
        result = Checked(system.Of(kind).GetProperty(context, id, data, size));
        return true;
    }

    /// <summary>Sets a property, with the system's own answer.</summary>
    public static bool TrySetProperty(BlockKind kind, void* context, uint id, uint flags, void* data, out int result)
    {
        result = 0;
        if (!SystemCrypt32.Made((ContextHead*)context) || SystemCrypt32.Present is not { } system)
            return false;
        result = Checked(system.Of(kind).SetProperty(context, id, flags, data));
        return true;
    }

    /// <summary>Names the property behind another one, with the system's own answer.</summary>
    public static bool TryNextProperty(BlockKind kind, void* context, uint id, out uint next)
    {
        next = 0;
        if (!SystemCrypt32.Made((ContextHead*)context) || SystemCrypt32.Present is not { } system)
            return false;
        next = system.Of(kind).NextProperty(context, id);
        return true;
    }

    /// <summary>Takes a context out of the system's store; frees it whatever happens.</summary>
    public static bool TryDelete(BlockKind kind, void* context, out int result)
    {
        result = 0;
        if (!SystemCrypt32.Made((ContextHead*)context) || SystemCrypt32.Present is not { } system)
            return false;
        result = Checked(system.Of(kind).Delete(context));
        return true;
    }

    /// <summary>
    /// Gives an element that was read from a context the properties that somebody has set on that: an AIA that replaces the
    /// certificate's counts, whoever keeps it. Keys stay behind.
    /// </summary>
    public static void CopyProperties(BlockKind kind, void* context, StoredElement element)
    {
        if (!SystemCrypt32.Made((ContextHead*)context) || SystemCrypt32.Present is not { } system)
            return;
        SystemElementFunctions functions = system.Of(kind);
        for (uint id = functions.NextProperty(context, 0); id != 0; id = functions.NextProperty(context, id))
        {
            uint size = 0;
            if (!PropertyIds.IsKey(id) && ComputedProperties.Get(element, id) is null
                && functions.GetProperty(context, id, null, &size) != 0 && size <= MaxPropertyBytes)
            {
                byte[] value = new byte[size];
                fixed (byte* bytes = value)
                {
                    if (functions.GetProperty(context, id, bytes, &size) != 0)
                        element.Properties.Set(id, value.AsMemory(0, (int)Math.Min(size, (uint)value.Length)));
                }
            }
        }
    }

    private static int Checked(int result)
    {
        if (result == 0)
            SystemCrypt32.TakeLastError();
        return result;
    }
}
