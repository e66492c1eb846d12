namespace Staple32;

/// <summary>
/// Environment variables, as far as the library may listen to them: in a program that runs with more rights than its
/// caller (set-user-ID, file capabilities) they are the caller's and are taken as unset, as secure_getenv(3) has it.
/// Otherwise one could make such a program append to any file (STAPLE32_LOG) or talk to any proxy.
/// </summary>
public static class HostEnvironment
{
    private const ulong AtNull = 0;
    private const ulong AtSecure = 23;
    private static readonly bool s_untrusted = OperatingSystem.IsLinux() && RunsWithRaisedRights();

    /// <summary>The value now (variables may change between calls); null if unset, empty or not to be trusted.</summary>
    public static string? Get(string name)
    {
        if (s_untrusted)
            return null;
        string? value = Environment.GetEnvironmentVariable(name);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>Reads AT_SECURE from what the kernel passed to the program: pairs of two native words (getauxval(3)).</summary>
    private static bool RunsWithRaisedRights()
    {
        byte[] vector;
        try
        {
            vector = File.ReadAllBytes("/proc/self/auxv");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No /proc: nothing can be told, and a set-user-ID program without /proc is rarer than a chroot.
            return false;
        }

        return FlagSet(vector, IntPtr.Size);
    }

    internal static bool FlagSet(ReadOnlySpan<byte> vector, int word)
    {
        for (; vector.Length >= 2 * word; vector = vector[(2 * word)..])
        {
            ulong type = Word(vector[..word]);
            if (type == AtNull)
                return false;
            if (type == AtSecure)
                return Word(vector[word..(2 * word)]) != 0;
        }

        return false;
    }

    private static ulong Word(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 8 ? BitConverter.ToUInt64(bytes) : BitConverter.ToUInt32(bytes);
}
