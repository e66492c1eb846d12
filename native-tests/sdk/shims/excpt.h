/* The SDK's headers want three of the compiler's own, which come with Visual C++ only. What they use of them is here. */
#pragma once
typedef enum _EXCEPTION_DISPOSITION { ExceptionContinueExecution } EXCEPTION_DISPOSITION;
