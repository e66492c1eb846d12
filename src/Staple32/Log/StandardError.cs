namespace Staple32.Log;

/// <summary>The host's standard error, without the Console class, which would install signal handlers.</summary>
internal static class StandardError
{
    public static ILineOutput Open() => OperatingSystem.IsWindows() ? new StandardErrorHandle() : new StandardErrorDescriptor();

    private sealed class StandardErrorDescriptor : ILineOutput
    {
        public void Write(byte[] line)
        {
            if (!OperatingSystem.IsWindows())
                FileDescriptor.WriteIfReady(2, line);
        }
    }
}
