namespace Staple32;

/// <summary>The Win32 error for a file that could not be written, as the update callback and store functions report it.</summary>
public static class WriteErrors
{
    public const int FileNotFound = 2;
    public const int PathNotFound = 3;
    public const int TooManyOpenFiles = 4;
    public const int AccessDenied = 5;
    public const int WriteProtect = 19;
    public const int WriteFault = 29;
    public const int SharingViolation = 32;
    public const int DiskFull = 112;
    public const int FileNameTooLong = 206;
    public const int FileTooLarge = 223;
    public const int DiskQuotaExceeded = 1295;

    private const int FacilityWin32 = unchecked((int)0x80070000);

    /// <summary>Whether an exception is what System.IO throws if a file cannot be written.</summary>
    public static bool IsOne(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    /// <summary>Never 0. What the platform does not tell apart is a write fault.</summary>
    public static int Of(Exception error) => error switch
    {
        UnauthorizedAccessException => AccessDenied,
        DirectoryNotFoundException => PathNotFound,
        FileNotFoundException => FileNotFound,
        PathTooLongException => FileNameTooLong,
        // The framework's exception for EFBIG.
        ArgumentOutOfRangeException => FileTooLarge,
        IOException when (error.HResult & ~0xFFFF) == FacilityWin32 && (error.HResult & 0xFFFF) != 0 => error.HResult & 0xFFFF,
        // Off Windows HResult is the errno (these are Linux's) where the framework has no exception of its own for it.
        IOException => error.HResult switch
        {
            23 or 24 => TooManyOpenFiles,
            26 or 11 => SharingViolation,
            27 => FileTooLarge,
            28 => DiskFull,
            30 => WriteProtect,
            122 => DiskQuotaExceeded,
            _ => WriteFault,
        },
        _ => WriteFault,
    };
}
