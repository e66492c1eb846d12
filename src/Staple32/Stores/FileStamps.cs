using System.Globalization;
using System.Security;

namespace Staple32.Stores;

/// <summary>Texts that are other ones when a file has changed.</summary>
internal static class FileStamps
{
    /// <summary>The stamp of a file or directory, whether or not it is there. Never throws.</summary>
    public static string Of(FileSystemInfo place)
    {
        try
        {
            // A distribution's bundle may be a link, and a link's own time says nothing about its target.
            FileSystemInfo target = place.ResolveLinkTarget(returnFinalTarget: true) ?? place;
            long length = target is FileInfo { Exists: true } file ? file.Length : 0;
            return string.Create(CultureInfo.InvariantCulture, $"{place.FullName}\t{target.LastWriteTimeUtc.Ticks}\t{length}\n");
        }
        catch (Exception failure) when (IsFileFailure(failure))
        {
            return $"{place.FullName}\t{failure.Message}\n";
        }
    }

    /// <summary>What reading files and directories throws if they are not as they should be.</summary>
    public static bool IsFileFailure(Exception failure) =>
        failure is IOException or InvalidDataException or UnauthorizedAccessException or SecurityException or ArgumentException;
}
