import { z } from 'zod'

const MOST_PERMISSIONS = 500
const slug = z.string().max(48)

/** All that the role shall have. */
export const givenPermissions = z.object({ permissions: z.array(slug).max(MOST_PERMISSIONS) })

/** One more for the role. */
export const givenPermission = z.object({ slug: slug.meta({ description: 'The slug of the permission.' }) })
